/** Counts cells, and prints what came of them. */
export class Tally {
  readonly #systems: readonly { id: string; name: string; cells: number }[];
  readonly #done = new Map<string, number>();
  /** Reason → cells, per system. */
  readonly #exempt = new Map<string, Map<string, string[]>>();

  constructor(systems: readonly { id: string; name: string; cells: number }[]) {
    this.#systems = systems;
  }

  note(system: string, fault: string, verb: string, exempt: string | undefined): void {
    if (exempt === undefined) {
      this.#done.set(system, (this.#done.get(system) ?? 0) + 1);
      return;
    }
    const reasons = this.#exempt.get(system) ?? new Map<string, string[]>();
    reasons.set(exempt, [...(reasons.get(exempt) ?? []), `${fault} ${verb}`]);
    this.#exempt.set(system, reasons);
  }

  report(): string {
    const rows = this.#systems.map(({ id, name, cells }) => {
      const exempt = [...(this.#exempt.get(id)?.values() ?? [])].reduce((sum, each) => sum + each.length, 0);
      return { id, name, cells: cells - exempt, done: this.#done.get(id) ?? 0, exempt };
    });
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
    const lines = [
      `fault matrix: ${sum(({ done }) => done)} of ${sum(({ cells }) => cells)} cells (${sum(({ exempt }) => exempt)} exempt)`,
      ...rows.map(({ name, done, cells, exempt }) => `  ${name.padEnd(16)}${`${done} of ${cells}`.padEnd(16)}${exempt} exempt`),
      ...rows.flatMap(({ id, name }) =>
        [...(this.#exempt.get(id) ?? [])].map(([reason, cells]) => {
          const faults = [...new Set(cells.map((each) => each.split(' ')[0]))].join(' ');
          return `    ${name}: ${String(cells.length).padStart(3)} × ${faults}: ${reason}`;
        }),
      ),
    ];
    return `${lines.join('\n')}\n`;
  }
}
