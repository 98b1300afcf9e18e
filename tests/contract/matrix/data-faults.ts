import { expect } from 'vitest';
import { type RecordRef, recordKey } from '../../../lib/model/records.ts';
import { type Action, type Receipt, SystemError } from '../../../lib/systems/contract.ts';
import { makeDice } from '../../../sandbox/random.ts';
import { FULL } from '../stand.ts';
import { changedJson } from './answers.ts';
import { type Cell, clean, failed, prepared, sample, sentenceOf } from './cell.ts';
import { Line, type Outcome, say } from './line.ts';
import { noThrash } from './sign-in-faults.ts';
import { MODES, malformed, rowsOf, spoilt } from './spoil.ts';
import type { Prepared } from './verbs.ts';

const SEED = Number(process.env.SEED ?? 1);
const DAY = 86_400_000;
/** Far below the 1 000 pages that would be the end of patience: who asks so often for one and the same page has not noticed. */
const MOST_PAGES = 200;

/** F8: values missing, null, renamed, of another type, too long, of other scripts. What is valid is kept, ids stay exact. */
export async function f8(cell: Cell): Promise<void> {
  const dice = makeDice(SEED);
  for (const mode of sample(cell, MODES))
    for (const share of FULL ? Array.from({ length: 40 }, () => dice.next()) : [1, 0.2]) {
      const label = `${cell.stand.system.id} ${cell.verb.name}: ${mode} ${share} (seed ${SEED})`;
      const act = changedJson((json) => spoilt(json, mode, () => dice.chance(share)));
      const outcome = await new Line(cell.stand).go(cell.verb, await prepared(cell.verb), act);
      if (outcome.error === undefined) expect(malformed(outcome.value), label).toEqual([]);
      else failed(outcome, label);
      expect(outcome.sent.length / outcome.runs, `${label}: requests`).toBeLessThan(100);
      if (mode === 'extra' && !cell.verb.prepare)
        expect(keysIn(outcome), label).toEqual(keysIn(await new Line(cell.stand).go(cell.verb, await prepared(cell.verb))));
      clean(cell, outcome, label);
    }
}

/** F12: the browser's clock is a day off. What was written is found again, waits are the server's, tokens are not renewed for it. */
export async function f12(cell: Cell): Promise<void> {
  const { stand, verb } = cell;
  for (const skewMs of sample(cell, [-DAY, DAY])) {
    const label = `${stand.system.id} ${verb.name}: clock ${skewMs / DAY} d off`;
    const line = new Line(stand);
    line.skewMs = skewMs;
    const usual = await prepared(verb);
    if (usual.action) await writtenByAWrongClock(cell, usual, line, label);
    else {
      const outcome = await line.go(verb, usual);
      expect(outcome.error, label).toBeUndefined();
      expect(keysIn(outcome), label).toEqual(keysIn(await new Line(stand).go(verb, usual)));
    }
    // A date to wait for is the server's and counts from the server's own clock.
    const waiting = new Line(stand);
    waiting.skewMs = skewMs;
    const waitingFor = await prepared(verb);
    const until = new Date(Math.floor(stand.now() / 1000) * 1000 + 90_000).toUTCString();
    const busy = await waiting.go(verb, waitingFor, () => say(cell.facts.busy, { 'retry-after': until }));
    const waitMs = failed(busy, label).retryAfterMs ?? 0;
    expect(waitMs, `${label}: wait`).toBeGreaterThan(60_000);
    expect(waitMs, `${label}: wait`).toBeLessThanOrEqual(91_000);
  }
  await noThrash(cell);
}

/** Written, confirmed and taken back with one and the same wrong clock. */
async function writtenByAWrongClock({ stand, verb }: Cell, { action, key }: Prepared, line: Line, label: string): Promise<void> {
  const done = { ...(action as Action), at: (action as Action).at + line.skewMs, ...other(action as Action) };
  const own = `${key}-${line.skewMs}`;
  const { system } = stand;
  const written = await line.go({ name: 'perform', write: true, run: (io) => system.perform(done, own, io) }, {});
  expect(written.error, `${label}: perform`).toBeUndefined();
  const confirmed = await line.go({ name: 'confirm', write: false, run: (io) => system.confirm(done, own, io) }, {});
  expect([confirmed.error, keysIn(confirmed)], `${label}: confirm`).toEqual([undefined, keysIn(written)]);
  if (!verb.name.startsWith('undo:')) return;
  const undone = await line.go({ name: 'undo', write: true, run: async (io) => system.undo?.(written.value as Receipt, io) }, {});
  expect(undone.error, `${label}: undo`).toBeUndefined();
}

/** Another text than the entry that was made to be confirmed. */
const other = (action: Action) =>
  action.kind === 'note' || action.kind === 'call'
    ? { text: `${action.text} late` }
    : action.kind === 'task'
      ? { title: `${action.title} late` }
      : action.kind === 'meeting'
        ? { title: `${action.title} late`, text: `${action.title} late` }
        : action.kind === 'file'
          ? { name: `late ${action.name}` }
          : action.kind === 'create'
            ? { values: { ...action.values, lastName: `${action.values.lastName} late`, emails: [`late-${action.values.emails}`] } }
            : {};

/** F13: rows twice and in another order, and the whole answer once more: the same rows, by their keys. */
export async function f13(cell: Cell): Promise<void> {
  const label = `${cell.stand.system.id} ${cell.verb.name}: rows twice, backwards`;
  const ready = await prepared(cell.verb);
  const first = await new Line(cell.stand).go(cell.verb, ready);
  const mixed = await new Line(cell.stand).go(cell.verb, ready, changedJson(twiceBackwards));
  expect(mixed.error, label).toBeUndefined();
  // Rows that come twice take up room on a page of a timeline: what they push out stands on the next one.
  if (cell.verb.name === 'timeline') expect(keysIn(first), label).toEqual(expect.arrayContaining(keysIn(mixed)));
  else expect(keysIn(mixed), label).toEqual(keysIn(first));
  const again = await new Line(cell.stand).go(cell.verb, ready);
  expect(keysIn(again), `${label}: once more`).toEqual(keysIn(first));
}

function twiceBackwards(json: unknown): unknown {
  if (Array.isArray(json)) {
    const rows = json.map(twiceBackwards);
    return rows.length > 0 && rows.every(isRow) ? [...rows, ...rows].reverse() : rows;
  }
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, twiceBackwards(value)]));
}

/** Rows have an id of their own; parts of a batch and values of a field do not. */
const isRow = (value: unknown) =>
  typeof value === 'object' && value !== null && ['id', 'Id', '@odata.etag'].some((name) => name in value) && !('referenceId' in value);

/** F19: a page that says there is one more, for ever. */
export async function f19(cell: Cell): Promise<void> {
  const label = `${cell.stand.system.id} ${cell.verb.name}: a next page for ever`;
  const act = changedJson((json) => cell.facts.more(json));
  const outcome = await new Line(cell.stand).go(cell.verb, await prepared(cell.verb), act);
  if (outcome.error !== undefined) failed(outcome, label);
  expect(outcome.sent.length, label).toBeLessThanOrEqual(MOST_PAGES * Math.max(1, outcome.runs));
  if (cell.verb.name.startsWith('changes:')) await followChanges(cell, label);
  clean(cell, outcome, label);
}

/** As a puller does it: from cursor to cursor, until there is no more or a cursor comes back. */
async function followChanges({ stand, facts, verb }: Cell, label: string): Promise<void> {
  const object = verb.name.slice('changes:'.length) as RecordRef['object'];
  const seen = new Set<string>();
  const line = new Line(stand);
  let cursor: string | undefined;
  for (let step = 0; ; step++) {
    expect(step, `${label}: steps`).toBeLessThan(MOST_PAGES);
    const from = cursor;
    const one = {
      name: 'changes',
      write: false,
      run: (io: Parameters<typeof stand.system.changes>[2]) => stand.system.changes(object, from, io),
    };
    const { value, error } = await line.go(
      one,
      {},
      changedJson((json) => facts.more(json)),
    );
    if (error !== undefined) {
      expect(error).toBeInstanceOf(SystemError);
      return;
    }
    const page = value as { cursor: string; more: boolean };
    if (!page.more || seen.has(page.cursor)) return;
    seen.add(page.cursor);
    cursor = page.cursor;
  }
}

/** F20: another tenant behind the same door. Nothing meant for one account is sent to another. */
export async function f20(cell: Cell): Promise<void> {
  const { stand, verb } = cell;
  const label = `${stand.system.id} ${verb.name}: another account`;
  const line = new Line(stand, { account: 'another-account' });
  const outcome = await line.go(verb, await prepared(verb));
  if (verb.name === 'verify') {
    // Either it refuses or it says where it really is, and the engine compares.
    if (outcome.error === undefined) expect((outcome.value as { account: string }).account, label).not.toBe('another-account');
    else expect(sentenceOf(failed(outcome, label)), label).toBeOneOf(['error.other-account', 'error.wrong-domain']);
    return;
  }
  const error = failed(outcome, label);
  expect([error.kind, outcome.sent], label).toEqual(['invalid', []]);
  expect(['error.no-target', 'error.other-account', 'error.invalid', 'error.cannot-undo', 'error.unsupported'], label).toContain(
    sentenceOf(error),
  );
}

/** What identifies the rows of an answer, in no order. */
export function keysIn({ value }: Outcome): string[] {
  const keys = rowsOf(value).flatMap((row) => {
    if (typeof row !== 'object' || row === null) return [];
    if ('ref' in row) return [recordKey(row.ref as RecordRef)];
    if ('refs' in row) return (row.refs as RecordRef[]).map((ref) => recordKey(ref));
    return [JSON.stringify('id' in row ? row.id : 'key' in row ? row.key : row)];
  });
  return [...new Set(keys)].sort();
}
