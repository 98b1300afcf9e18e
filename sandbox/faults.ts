import type { SystemId } from '../lib/systems/contract.ts';

/**
 * What can go wrong on purpose. `latency` and `hang` delay; `rate-limit`, `server-error`, `html` and `expired-token` answer in
 * the vendor's own words instead of doing anything; `truncated` does it and cuts the answer in half; `lost-answer` does it
 * and drops the connection; `late-answer` does it and answers `delayMs` later; `slow-commit` does it `delayMs` later, whether or not the
 * caller is still there, and answers; `late-commit` drops the connection and does it `delayMs` later; `refused` drops it and does
 * nothing; `search-lag` hides fresh writes from the vendor's search index.
 * @public
 */
export type FaultKind =
  | 'latency'
  | 'hang'
  | 'rate-limit'
  | 'server-error'
  | 'html'
  | 'truncated'
  | 'expired-token'
  | 'lost-answer'
  | 'late-answer'
  | 'late-commit'
  | 'slow-commit'
  | 'search-lag'
  | 'refused'
  | (string & {});

/** Applies to every API request of `system` (all when absent) whose `METHOD url` matches; `times` counts the requests hit. */
export interface Fault {
  system?: SystemId;
  match?: RegExp;
  kind: FaultKind;
  times?: number;
  /** 0 to 1: the share of matching requests that are hit. */
  share?: number;
  delayMs?: number;
}

export interface FaultSwitch {
  /** Returns how to take the fault back. */
  add(fault: Fault): () => void;
  clear(): void;
}

const DEFAULT_DELAY_MS: Readonly<Record<string, number>> = {
  latency: 1000,
  'late-answer': 1000,
  'late-commit': 3000,
  'slow-commit': 1000,
  'search-lag': 10_000,
};
const KINDS = new Set([
  'latency',
  'hang',
  'rate-limit',
  'server-error',
  'html',
  'truncated',
  'expired-token',
  'lost-answer',
  'late-answer',
  'late-commit',
  'slow-commit',
  'search-lag',
  'refused',
]);

/** What one request has to suffer: waiting first, then one outcome. */
export interface Suffering {
  delayMs: number;
  outcome?: { kind: FaultKind; delayMs: number };
}

/** Holds the active faults. Which requests a `share` hits depends on the seeded generator alone. */
export class FaultDesk implements FaultSwitch {
  #active: { fault: Fault; left: number }[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** @throws RangeError for a kind nobody knows: a misspelt fault would make a test pass for nothing. */
  add(fault: Fault): () => void {
    if (!KINDS.has(fault.kind)) throw new RangeError(`unknown fault ${fault.kind}`);
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.push(entry);
    return () => {
      this.#active = this.#active.filter((each) => each !== entry);
    };
  }

  clear(): void {
    this.#active = [];
  }

  /** Uses up one hit of every fault that strikes; delays add up, the first other fault decides the outcome. */
  strike(system: SystemId, method: string, url: string): Suffering {
    const suffering: Suffering = { delayMs: 0 };
    for (const entry of this.#active) {
      const { fault } = entry;
      if (fault.kind === 'search-lag' || entry.left <= 0) continue;
      if (fault.kind !== 'latency' && suffering.outcome) continue;
      if (!concerns(fault, system, `${method} ${url}`)) continue;
      if (fault.share !== undefined && this.#random() >= fault.share) continue;
      entry.left -= 1;
      const delayMs = fault.delayMs ?? DEFAULT_DELAY_MS[fault.kind] ?? 0;
      if (fault.kind === 'latency') suffering.delayMs += delayMs;
      else suffering.outcome = { kind: fault.kind, delayMs };
    }
    return suffering;
  }

  /** How far the search index of `system` lags behind right now. */
  searchLagMs(system: SystemId): number {
    const lags = this.#active.filter(({ fault }) => fault.kind === 'search-lag' && (fault.system ?? system) === system);
    return Math.max(0, ...lags.map(({ fault }) => fault.delayMs ?? DEFAULT_DELAY_MS['search-lag'] ?? 0));
  }
}

/** A regular expression with the g flag remembers its place, so it is tested from the start each time. */
function concerns(fault: Fault, system: SystemId, line: string): boolean {
  if (fault.system !== undefined && fault.system !== system) return false;
  if (!fault.match) return true;
  fault.match.lastIndex = 0;
  return fault.match.test(line);
}
