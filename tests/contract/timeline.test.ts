import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activity, RecordRef } from '../../lib/systems/contract.ts';
import { HOSTILE_HTML, LONG_TEXT } from '../../sandbox/cast/odd.ts';
import { failure } from '../failure.ts';
import { aStand, missing, REGISTERED, type Stand } from './stand.ts';

describe.each(REGISTERED)('$name timeline', (system) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await aStand(system);
  });
  afterAll(() => stand.close());

  async function pages(ref: RecordRef, limit: number): Promise<Activity[][]> {
    const all: Activity[][] = [];
    let next: string | undefined;
    do {
      const page = await system.timeline(ref, { limit, ...(next !== undefined && { next }) }, stand.io());
      all.push(page.rows);
      expect(page.next === undefined || page.next !== next, 'the same cursor twice').toBe(true);
      next = page.next;
    } while (next !== undefined && all.length < 60);
    expect(next, 'no end after 60 pages').toBeUndefined();
    return all;
  }

  it.each([20, 50, 100])('timeline reaches the end without gap or double when pages hold %i', async (limit) => {
    const told = stand.cast.activities.filter((each) => each.system === system.id && each.personKey === stand.longKey);
    const rows = (await pages(stand.refOf(stand.longKey), limit)).flat();
    const keys = rows.map((row) => `${row.ref.native}/${row.ref.id}`);
    expect(keys.length - new Set(keys).size, 'doubles').toBe(0);
    // One entry every other day, so that the day tells which one it is, whatever the system calls its kind.
    const days = new Set(rows.flatMap((row) => [row.at, row.dueAt ?? row.at].map(day)));
    expect(
      told.filter((each) => !days.has(day(each.at)) && !days.has(day(each.dueAt ?? each.at))).map((each) => `${each.key} ${each.kind}`),
    ).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(told.length);
  });

  it('timeline keeps to the limit and is newest first inside a page', async () => {
    for (const rows of await pages(stand.refOf(stand.longKey), 40)) {
      expect(rows.length).toBeLessThanOrEqual(40);
      expect(rows.map((row) => row.at)).toEqual(rows.map((row) => row.at).sort((a, b) => b - a));
    }
  });

  it('timeline says what happened, when, and with whom', async () => {
    const [first = []] = await pages(stand.refOf('ana-perez'), 100);
    for (const told of stand.cast.activities.filter(
      (each) => each.system === system.id && each.key.startsWith('ana-') && !each.key.startsWith('ana-perez'),
    )) {
      const row = first.find(
        (each) =>
          each.kind === told.kind &&
          ((told.title !== undefined && each.title === told.title) || (told.text !== undefined && (each.text ?? '').includes(told.text))),
      );
      expect(row, told.key).toBeDefined();
      expect(
        row?.on.map(({ id }) => id),
        told.key,
      ).toContain(stand.refOf('ana-perez').id);
      // Unknown is an answer where the vendor keeps e-mails without a direction; the wrong one is not.
      if (told.direction && (told.kind === 'call' || row?.direction !== undefined)) expect(row?.direction, told.key).toBe(told.direction);
      if (told.kind === 'task') expect(row?.done, told.key).toBe(told.done);
      if (told.kind === 'task' && told.dueAt) expect(Math.abs((row?.dueAt ?? 0) - told.dueAt), `${told.key} due`).toBeLessThan(86_400_000);
    }
  });

  it('timeline gives plain text when an activity holds markup, and all of it when it is long', async () => {
    const rows = (await pages(stand.refOf('zoe-rocket'), 50)).flat();
    const texts = rows.map((row) => row.text ?? '');
    expect(
      texts.some((text) => text.includes(LONG_TEXT)),
      'long text',
    ).toBe(true);
    expect(
      texts.some((text) => text.includes(HOSTILE_HTML) || text.includes('Ring after 5 & ask for Bob')),
      'markup',
    ).toBe(true);
    expect(
      texts.some((text) => text.includes('مرحبا')),
      'right to left',
    ).toBe(true);
  });

  it('timeline answers for companies and deals too', async () => {
    const around = await system.related(stand.refOf('ana-perez'), stand.io());
    for (const kind of ['company', 'deal']) {
      const ref = around.find((each) => each.kind === kind)?.ref;
      if (!ref) throw new RangeError(`no ${kind}`);
      expect(Array.isArray((await system.timeline(ref, { limit: 20 }, stand.io())).rows), kind).toBe(true);
    }
  });

  it('timeline is empty or not-found, never somebody else’s, when the record does not exist', async () => {
    const ref = missing(stand.refOf(stand.longKey));
    const outcome = await system.timeline(ref, { limit: 20 }, stand.io()).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'SystemError', kind: 'not-found' });
    else expect(outcome).toMatchObject({ rows: [] });
  });

  it('timeline throws a SystemError when the cursor is garbage', async () => {
    for (const next of ['', 'garbage', '{"x":1}', 'e30=', '../..']) {
      const outcome = system.timeline(stand.refOf(stand.longKey), { limit: 20, next }, stand.io());
      const settled = await outcome.then(
        () => undefined,
        () => failure(outcome),
      );
      expect(settled === undefined || settled.name === 'SystemError').toBe(true);
    }
  });
});

const day = (at: number) => Math.floor(at / 86_400_000);
