import { expect } from 'vitest';
import { changed, words } from './answers.ts';
import { type Cell, clean, failed, prepared, type Strike, sample, sentenceOf, suffer } from './cell.ts';
import { Line, say } from './line.ts';

/** F3: told to wait, in every spelling of Retry-After. Before the time not one request; others are not concerned. */
export async function f3(cell: Cell): Promise<void> {
  const { stand, facts, verb } = cell;
  const at = () => new Date(Math.floor(stand.now() / 1000) * 1000 + 90_000).toUTCString();
  const spellings = [
    ['seconds', () => '77', 77_000],
    ['a date', at, 85_000],
    ['an hour', () => '3600', 3_600_000],
    ['nothing', undefined, 0],
    ['a negative number', () => '-5', 0],
    ['garbage', () => 'soon', 0],
  ] as const;
  for (const [name, value, least] of sample(cell, spellings)) {
    const label = `${stand.system.id} ${verb.name}: Retry-After is ${name}`;
    const line = new Line(stand);
    const ready = await prepared(verb);
    const from = Math.max(0, cell.firstWrite);
    const busy = () => say(facts.busy, value ? { 'retry-after': value() } : {});
    const outcome = await line.go(verb, ready, (_request, index) => (index >= from ? busy() : undefined));
    const error = failed(outcome, label);
    expect(error.kind, label).toBe('rate-limit');
    expect(sentenceOf(error), label).toBeOneOf(['error.rate-limit', 'error.quota']);
    if (least > 0) expect(error.retryAfterMs, label).toBeGreaterThanOrEqual(least);
    else if (error.retryAfterMs !== undefined) expect(error.retryAfterMs, label).toBeGreaterThan(0);
    const short = !verb.write && (error.retryAfterMs ?? 0) <= 3_000;
    expect(outcome.runs, `${label}: runs`).toBe(short ? 3 : 1);
    if (verb.write) expect(outcome.sent.length, `${label}: writes`).toBe(from + 1);
    clean(cell, outcome, label);
    // Another worker, the same clock.
    line.restart();
    const before = line.now() + (error.retryAfterMs ?? 1);
    if (verb.write || (error.retryAfterMs ?? 0) > 4_500) {
      const early = await line.go(verb, ready);
      expect([failed(early, label).code, early.sent], `${label}: at once again`).toEqual(['waiting', []]);
      if (!verb.write) expect((await new Line(stand).go(verb, ready)).error, `${label}: another connection`).toBeUndefined();
      stand.pass(failed(early, label).retryAfterMs ?? 0);
    }
    if (verb.write) continue;
    const after = await line.go(verb, ready);
    expect(after.error, `${label}: after the time`).toBeUndefined();
    expect(after.sent[0]?.at, `${label}: the next request`).toBeGreaterThanOrEqual(before);
  }
}

/** F4: limits that are said another way. */
export async function f4(cell: Cell): Promise<void> {
  for (const { name, words: said, kind, sentence } of cell.facts.limits) {
    const label = `${cell.stand.system.id} ${cell.verb.name}: ${name}`;
    const line = new Line(cell.stand);
    const ready = await prepared(cell.verb);
    const from = Math.max(0, cell.firstWrite);
    const outcome = await line.go(cell.verb, ready, (_request, index) => (index >= from ? say(said) : undefined));
    const error = failed(outcome, label);
    const open = cell.verb.write && kind === 'unavailable';
    expect([error.kind, sentenceOf(error)], label).toEqual(open ? ['unknown-outcome', 'error.unknown-outcome'] : [kind, sentence]);
    expect(outcome.runs, label).toBeLessThanOrEqual(cell.verb.write ? 1 : 3);
    clean(cell, outcome, label);
    if (kind !== 'rate-limit') continue;
    line.restart();
    if (!cell.verb.write && (error.retryAfterMs ?? 0) <= 4_500 && sentence !== 'error.quota') continue;
    const early = await line.go(cell.verb, ready);
    expect(failed(early, label).code, `${label}: at once again`).toBeOneOf(sentence === 'error.blocked' ? ['blocked'] : ['waiting']);
    expect(early.sent, `${label}: at once again`).toEqual([]);
  }
}

/** F10, the second half: the right was taken away. What can be shown without it may be shown. */
export const scopeGone = (cell: Cell) =>
  suffer(cell, [
    {
      name: 'a right is missing',
      act: words(cell.facts.scope),
      read: ['forbidden'],
      write: ['forbidden'],
      sentences: ['error.forbidden', 'error.scope'],
      repeats: false,
      tolerated: !cell.verb.write,
    },
  ]);

/** F14: somebody else was faster. Never overwritten silently, never tried again. */
export async function f14(cell: Cell): Promise<void> {
  const strike: Strike = {
    name: 'conflict',
    act: words(cell.facts.conflict),
    read: ['conflict'],
    write: ['conflict'],
    // A vendor that knows no conflict of its own but ours says what changed.
    sentences: ['error.conflict', 'error.changed-since'],
    repeats: false,
  };
  await suffer(cell, [strike]);
  if (cell.verb.name !== 'perform:field') return;
  const ready = await prepared(cell.verb);
  const outcome = await new Line(cell.stand).go(cell.verb, { ...ready, action: { ...ready.action, seen: 'what nobody wrote' } as never });
  expect(failed(outcome, 'a stale value').kind).toBe('conflict');
  expect(outcome.sent.some(({ wrote }) => wrote)).toBe(false);
}

/** F15: not there any more. Records are `not-found`; a list may be empty; an undo has nothing left to do. */
export const f15 = (cell: Cell) => {
  const record = cell.verb.name.startsWith('read:');
  return suffer(
    cell,
    cell.facts.gone.map((gone, at) => ({
      name: `gone ${at + 1} (${gone.status})`,
      act: (_request, index) => say(gone.toWrite && cell.firstWrite >= 0 && index >= cell.firstWrite ? gone.toWrite.words : gone),
      read: record ? ['not-found'] : ['not-found', 'invalid', 'protocol'],
      write: gone.toWrite ? [gone.toWrite.kind] : ['not-found', ...(gone.status === 204 ? (['unknown-outcome', 'invalid'] as const) : [])],
      sentences: record
        ? ['error.not-found', 'error.deleted']
        : ['error.not-found', 'error.deleted', 'error.invalid', 'error.invalid-field', 'error.protocol', 'error.wrong-domain'],
      repeats: false,
      tolerated: !record && (gone.status === 204 || !cell.verb.name.startsWith('perform:')),
    })),
  );
};

/** F16: one part of a request fails for a reason that may pass. The whole is then not known, so nothing is answered. */
export async function f16(cell: Cell): Promise<void> {
  const { partial } = cell.facts;
  if ('exempt' in partial) throw new Error(partial.exempt);
  const line = new Line(cell.stand);
  let hits = 0;
  const spoil = changed(partial.spoil);
  const outcome = await line.go(cell.verb, await prepared(cell.verb), (request, index, own) => {
    if (!partial.of.test(new URL(request.url).pathname)) return undefined;
    hits += 1;
    return spoil(request, index, own);
  });
  expect(hits).toBeGreaterThan(0);
  const label = `${cell.stand.system.id} ${cell.verb.name}: one part failed`;
  const error = failed(outcome, label);
  expect(cell.verb.write ? ['unknown-outcome', 'unavailable'] : ['unavailable'], label).toContain(error.kind);
  expect(outcome.runs, label).toBe(cell.verb.write ? 1 : 3);
  clean(cell, outcome, label);
}

/** Does an undisturbed run make a request with parts? */
export async function asksInParts(cell: Cell): Promise<boolean> {
  const { partial } = cell.facts;
  if ('exempt' in partial) return false;
  const { sent } = await new Line(cell.stand).go(cell.verb, await prepared(cell.verb));
  return sent.some(({ line }) => partial.of.test(new URL(line.split(' ')[1] ?? '').pathname));
}
