import { expect } from 'vitest';
import type { Connection } from '../../../lib/systems/contract.ts';
import { words } from './answers.ts';
import { type Cell, clean, failed, prepared, sentenceOf, suffer } from './cell.ts';
import { CANARIES } from './leaks.ts';
import { type Act, Line, say } from './line.ts';
import { scopeGone } from './vendor-faults.ts';

const [STALE, FRESH, REFRESH_1, REFRESH_2] = CANARIES;
const HOUR = 3_600_000;

/** Signed in with OAuth, the access token as given. */
function oauth(cell: Cell, accessToken: string, expiresAt?: number): Partial<Connection> {
  const tokenUrl = cell.facts.tokenUrl ?? '';
  return {
    credentials: {
      kind: 'oauth',
      accessToken,
      refreshToken: REFRESH_1,
      clientId: 'client',
      tokenUrl,
      ...(expiresAt !== undefined && { expiresAt }),
    },
  };
}

/** The vendor's token endpoint and, for what carries the fresh token, its API. `valid` says whether a stale token still passes. */
function vendor(
  cell: Cell,
  options: { valid?: (index: number) => boolean; tokens?: () => Response | Promise<Response> } = {},
): { act: Act; refreshes: () => number } {
  const { facts, stand } = cell;
  const { credentials } = stand.connection;
  const real = credentials.kind === 'token' ? credentials.token : '';
  let refreshes = 0;
  let apiRequests = 0;
  const act: Act = async (request, _index, own) => {
    if (request.url === facts.tokenUrl) {
      refreshes += 1;
      return (
        options.tokens?.() ??
        say({ status: 200, body: { access_token: FRESH, refresh_token: REFRESH_2, expires_in: 3600, token_type: 'Bearer' } })
      );
    }
    const body = request.body === null ? undefined : await request.text();
    const stale = [...request.headers.values(), body ?? ''].some((each) => each.includes(STALE));
    if (stale && !options.valid?.(apiRequests++)) return say(facts.expired);
    const headers = new Headers([...request.headers].map(([name, value]): [string, string] => [name, swap(value, real)]));
    return own(
      new Request(request.url, {
        method: request.method,
        headers,
        signal: request.signal,
        ...(body !== undefined && { body: swap(body, real) }),
      }),
    );
  };
  return { act, refreshes: () => refreshes };
}

const swap = (text: string, real: string) => text.replaceAll(FRESH, real).replaceAll(STALE, real);

/** F9: the token has expired, before or in the middle. One renewal however many fail at once, and the call is made again. */
export async function f9(cell: Cell): Promise<void> {
  await suffer(cell, [
    {
      name: 'token expired',
      act: words(cell.facts.expired),
      read: ['auth'],
      write: ['auth'],
      sentences: ['error.auth', 'error.token-expired', ...(cell.facts.signsIn ? ['error.password'] : [])],
      repeats: false,
    },
  ]);
  const middle = cell.verb.write ? cell.firstWrite : cell.usual - 1;
  if (cell.facts.signsIn) await sessionEnds(cell, middle);
  if (cell.facts.tokenUrl === undefined) return;
  for (const [name, valid] of [
    ['from the start', () => false],
    ['in the middle', (index: number) => index < middle],
  ] as const) {
    const label = `${cell.stand.system.id} ${cell.verb.name}: expired ${name}`;
    const line = new Line(cell.stand, oauth(cell, STALE));
    await line.store();
    const { act, refreshes } = vendor(cell, { valid });
    const outcome = await line.go(cell.verb, await prepared(cell.verb), act, cell.verb.write ? 1 : 4);
    expect(outcome.error, label).toBeUndefined();
    expect(refreshes(), `${label}: renewals`).toBe(1);
    clean(cell, outcome, label);
  }
  const line = new Line(cell.stand, oauth(cell, STALE, cell.stand.now() + 1_000));
  await line.store();
  const { act, refreshes } = vendor(cell);
  const ahead = await line.go(cell.verb, await prepared(cell.verb), act);
  expect([ahead.error, ahead.runs, refreshes()], 'renewed ahead of its end').toEqual([undefined, 1, 1]);
}

/** The session has ended: one is opened anew however many find it so, and the call is made again. */
async function sessionEnds(cell: Cell, middle: number): Promise<void> {
  for (const from of new Set([0, middle])) {
    const label = `${cell.stand.system.id} ${cell.verb.name}: session ended at request ${from}`;
    const line = new Line(cell.stand);
    await line.store();
    const { act, logins } = sessions(cell, (index) => index >= from);
    const outcome = await line.go(cell.verb, await prepared(cell.verb), act, cell.verb.write ? 1 : 4);
    expect(outcome.error, label).toBeUndefined();
    // A first check signs in by itself, each of them.
    if (cell.verb.name !== 'verify') expect(logins(), `${label}: logins`).toBe(1);
    clean(cell, outcome, label);
  }
}

/** Refuses the session that the connection came with, and answers to logins with `instead` of what the server says. */
function sessions(cell: Cell, ended: (index: number) => boolean, instead?: Response): { act: Act; logins: () => number } {
  let first: string | null | undefined;
  let logins = 0;
  const act: Act = (request, index) => {
    if (cell.facts.signsIn?.(request)) {
      logins += 1;
      return instead?.clone();
    }
    const signature = request.headers.get('authorization');
    first ??= signature;
    return signature === first && cell.verb.name !== 'verify' && ended(index) ? say(cell.facts.expired) : undefined;
  };
  return { act, logins: () => logins };
}

/** F10: the renewal is refused, or a right was taken away. Said once; nothing is asked again and again. */
export async function f10(cell: Cell): Promise<void> {
  await scopeGone(cell);
  if (cell.facts.signsIn) await passwordChanged(cell);
  if (cell.facts.tokenUrl === undefined) return;
  const label = `${cell.stand.system.id} ${cell.verb.name}: revoked`;
  const line = new Line(cell.stand, oauth(cell, STALE));
  await line.store();
  const { act, refreshes } = vendor(cell, { tokens: () => say({ status: 400, body: { error: 'invalid_grant', error_description: 'x' } }) });
  const outcome = await line.go(cell.verb, await prepared(cell.verb), act);
  const error = failed(outcome, label);
  expect([error.kind, outcome.runs, refreshes()], label).toEqual(['auth', 1, 1]);
  expect(sentenceOf(error), label).toBeOneOf(['error.grant-revoked', 'error.auth']);
  expect(await line.state(), label).toBe('signed-out');
  expect(
    outcome.sent.some(({ wrote }) => wrote),
    label,
  ).toBe(false);
  clean(cell, outcome, label);
}

/** The session has ended and the password is refused too. Asked once, said once. */
async function passwordChanged(cell: Cell): Promise<void> {
  const label = `${cell.stand.system.id} ${cell.verb.name}: password changed`;
  const line = new Line(cell.stand);
  await line.store();
  const { act, logins } = sessions(cell, () => true, say(cell.facts.expired));
  const outcome = await line.go(cell.verb, await prepared(cell.verb), act);
  const error = failed(outcome, label);
  expect([error.kind, sentenceOf(error)], label).toEqual(['auth', 'error.password']);
  expect(logins(), `${label}: logins`).toBeLessThanOrEqual(cell.verb.name === 'verify' ? 2 : 1);
  expect(await line.state(), label).toBe('signed-out');
  expect(
    outcome.sent.some(({ wrote }) => wrote),
    label,
  ).toBe(false);
  clean(cell, outcome, label);
}

/** F11: the worker dies between the vendor's answer to a renewal and its being saved: the old refresh token is gone. */
export async function f11(cell: Cell): Promise<void> {
  const label = `${cell.stand.system.id} ${cell.verb.name}: rotated and lost`;
  const line = new Line(cell.stand, oauth(cell, STALE));
  await line.store();
  const ready = await prepared(cell.verb);
  let used = 0;
  const answer = () => {
    used += 1;
    // The first answer is never heard: the worker that asked is dead.
    return used === 1 ? new Promise<Response>(() => undefined) : say({ status: 400, body: { error: 'invalid_grant' } });
  };
  const { act, refreshes } = vendor(cell, { tokens: answer });
  void line.go(cell.verb, ready, act);
  await expect.poll(refreshes, { timeout: 5_000, interval: 1 }).toBe(1);
  line.restart();
  for (let round = 0; round < 5; round++) {
    const outcome = await line.go(cell.verb, ready, act);
    expect(failed(outcome, label).kind, label).toBe('auth');
    clean(cell, outcome, label);
  }
  expect(refreshes(), `${label}: renewals within a minute`).toBeLessThanOrEqual(2);
  expect(await line.state(), label).toBe('signed-out');
}

/** The half of F12 that is about tokens: a clock that is wrong, or jumps, costs one renewal and no more. */
export async function noThrash(cell: Cell): Promise<void> {
  if (cell.facts.tokenUrl === undefined) return;
  for (const skewMs of [-24 * HOUR, 24 * HOUR]) {
    const line = new Line(cell.stand, oauth(cell, FRESH, cell.stand.now() + skewMs + HOUR));
    line.skewMs = skewMs;
    await line.store();
    const { act, refreshes } = vendor(cell);
    expect((await line.go(cell.verb, await prepared(cell.verb), act)).error).toBeUndefined();
    expect(refreshes(), `clock ${skewMs / HOUR} h off: renewals`).toBe(0);
    line.skewMs = 0;
    expect((await line.go(cell.verb, await prepared(cell.verb), act)).error).toBeUndefined();
    expect(refreshes(), 'after the clock was set: renewals').toBeLessThanOrEqual(1);
  }
}
