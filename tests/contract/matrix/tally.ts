import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** What became of one system's cells. */
export interface Count {
  name: string;
  cells: number;
  done: number;
  exempt: number;
}

/** Counts the cells of one system, prints why some cannot exist, and leaves the figures for the sum over all systems. */
export class Tally {
  readonly #name: string;
  readonly #cells: number;
  #done = 0;
  /** Reason → cells. */
  readonly #exempt = new Map<string, string[]>();

  constructor(name: string, cells: number) {
    this.#name = name;
    this.#cells = cells;
  }

  note(fault: string, verb: string, exempt: string | undefined): void {
    if (exempt === undefined) this.#done += 1;
    else this.#exempt.set(exempt, [...(this.#exempt.get(exempt) ?? []), `${fault} ${verb}`]);
  }

  missing(): number {
    return this.#cells - this.#exempted() - this.#done;
  }

  report(): void {
    const exempt = this.#exempted();
    const count: Count = { name: this.#name, cells: this.#cells - exempt, done: this.#done, exempt };
    const reasons = [...this.#exempt].map(([reason, cells]) => {
      const faults = new Set(cells.map((each) => each.split(' ')[0]));
      const names = faults.size > 3 ? `${faults.size} faults` : [...faults].join(' ');
      return `    ${this.#name}: ${String(cells.length).padStart(3)} × ${names}: ${reason}\n`;
    });
    process.stdout.write(reasons.join(''));
    writeFileSync(join(inject('matrixCounts'), `${this.#name.replaceAll(/\W/g, '-')}.json`), JSON.stringify(count));
  }

  #exempted(): number {
    return [...this.#exempt.values()].reduce((sum, cells) => sum + cells.length, 0);
  }
}
