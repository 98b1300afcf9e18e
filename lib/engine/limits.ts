import type { Limits, RateWindow } from '../systems/contract.ts';
import { Window, type WindowRow } from './window.ts';

/** All windows of a connection's limits: the general one and those beside it. */
export interface Windows {
  /** When a request may go, epoch ms, and by which window it has to wait. Takes nothing. */
  roomAt(now: number, line: string): { at: number; by: string };
  /** Takes the request's units at that moment. */
  take(at: number, line: string): void;
  /** The answer says what the request has really cost: the window that counts costs is set right. */
  correct(at: number, line: string, cost: number): void;
  rows(now: number): Record<string, WindowRow>;
  /** How much of each window is used. */
  shares(now: number): Used[];
}

/** How much of a limit is used: 0 to 1, and above where the answer cost more than was thought. */
export interface Used {
  windowMs: number;
  share: number;
}

/** `line` is `METHOD path`. Rows are what the last worker left. */
export function windowsOf(limits: Limits, rows: Readonly<Record<string, WindowRow>> = {}): Windows {
  const general: RateWindow = { id: 'all', units: limits.requests, windowMs: limits.windowMs };
  const all = [general, ...(limits.also ?? [])].map((rule) => ({ rule, window: new Window(rule.units, rule.windowMs, rows[rule.id]) }));
  const concerned = (line: string) =>
    all.flatMap(({ rule, window }) => {
      const units = unitsOf(rule, line);
      return units > 0 ? [{ rule, window, units }] : [];
    });
  return {
    roomAt(now, line) {
      const windows = concerned(line);
      let found = { at: now, by: general.id };
      // Each window may move the moment on, past room another one had: until all agree.
      for (let settled = false; !settled; ) {
        settled = true;
        for (const { rule, window, units } of windows) {
          const at = window.roomAt(found.at, units);
          if (at > found.at) [found, settled] = [{ at, by: rule.id }, false];
        }
      }
      return found;
    },
    take(at, line) {
      for (const { window, units } of concerned(line)) window.take(at, units);
    },
    correct(at, line, cost) {
      for (const { rule, window, units } of concerned(line)) if (rule.costs) window.take(at, cost - units);
    },
    shares: (now) => all.map(({ rule, window }) => ({ windowMs: rule.windowMs, share: window.shareAt(now) })),
    rows: (now) => Object.fromEntries(all.map(({ rule, window }) => [rule.id, window.row(now)])),
  };
}

function unitsOf({ of, costs }: RateWindow, line: string): number {
  if (of && !of.test(line)) return 0;
  return costs?.find(([pattern]) => pattern.test(line))?.[1] ?? 1;
}
