import { expect } from 'vitest';
import { errorWords } from '../../../components/errors/words.ts';
import english from '../../../components/locales/en.json' with { type: 'json' };
import spanish from '../../../components/locales/es.json' with { type: 'json' };
import russian from '../../../components/locales/ru.json' with { type: 'json' };
import { toStoredError } from '../../../lib/model/errors.ts';
import { type ErrorKind, SystemError } from '../../../lib/systems/contract.ts';
import type { VendorFacts } from '../facts/types.ts';
import { type AnyStand, FULL } from '../stand.ts';
import { leaks } from './leaks.ts';
import { type Act, Line, type Outcome } from './line.ts';
import type { Prepared, Verb } from './verbs.ts';

/** One system's verb, with what an undisturbed run of it looks like. */
export interface Cell {
  stand: AnyStand;
  facts: VendorFacts;
  verb: Verb;
  /** Requests of an undisturbed run. */
  usual: number;
  /** Index of the first request that changed something; -1 for reads. */
  firstWrite: number;
  /** `METHOD url` of the last request of an undisturbed run of a read. */
  last: string;
}

/** A vendor's other way to the same answer, or a page more because the matrix itself has written so much. */
const SLACK = 2;

/** Runs a verb undisturbed to learn what it asks. */
export async function aCell(stand: AnyStand, facts: VendorFacts, verb: Verb): Promise<Cell> {
  const line = new Line(stand);
  const { error, sent } = await line.go(verb, await prepared(verb));
  if (error !== undefined) throw new Error(`${stand.system.id} ${verb.name} fails undisturbed`, { cause: error });
  const firstWrite = sent.findIndex(({ wrote }) => wrote);
  if (verb.write !== firstWrite >= 0)
    throw new Error(`${stand.system.id} ${verb.name}: ${verb.write ? 'wrote nothing' : 'is a read and wrote'}`);
  return { stand, facts, verb, usual: sent.length, firstWrite, last: sent.at(-1)?.line ?? '' };
}

export const prepared = async (verb: Verb): Promise<Prepared> => (await verb.prepare?.()) ?? {};

/** A way to fail, and what has to become of it. */
export interface Strike {
  name: string;
  act: Act;
  read: readonly ErrorKind[];
  write: readonly ErrorKind[];
  /** What a rep may read about a read that failed. A write in doubt has its one sentence. */
  sentences: readonly string[];
  /** Reads: the engine tries again (three runs in all). */
  repeats: boolean;
  /** A verb may go on without what failed. */
  tolerated?: boolean;
}

/** Where a strike hits: everything, or only the last thing asked, or only what stands before the write. */
function places({
  verb,
  firstWrite,
  usual,
  last,
}: Cell): { name: string; hits: (line: string, index: number, struck: boolean) => boolean; look: boolean }[] {
  if (!verb.write)
    return [
      { name: 'all requests', hits: () => true, look: false },
      ...(usual > 1 ? [{ name: 'the last request', hits: (line: string) => line === last, look: false }] : []),
    ];
  return [
    {
      name: 'the write',
      // A list that is looked through before may have a page more by now: the matrix itself has written so much.
      hits: (line, index, struck) => struck || (index >= firstWrite && !line.startsWith('GET ')),
      look: false,
    },
    ...(firstWrite > 0
      ? [{ name: 'the look before the write', hits: (_line: string, index: number) => index < firstWrite, look: true }]
      : []),
  ];
}

/**
 * Every variant in the full run, else one of them: another one for each verb and system, the same every time. So no cell goes untried,
 * and all variants are tried on somebody.
 */
export function sample<T>({ stand, verb }: Cell, variants: readonly T[]): T[] {
  const name = `${stand.system.id} ${verb.name}`;
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 1_000_003, variants.length);
  return FULL ? [...variants] : variants.slice(sum % variants.length).slice(0, 1);
}

/** Runs every strike in every place and checks all that the matrix asks of a failure. */
export async function suffer(
  cell: Cell,
  strikes: readonly Strike[],
  withLine: (line: Line) => Promise<void> = async () => undefined,
): Promise<void> {
  const { stand, verb, facts } = cell;
  const all = places(cell);
  for (const strike of sample(cell, strikes))
    for (const place of verb.write ? all : sample(cell, all)) {
      const label = `${stand.system.id} ${verb.name}: ${strike.name}, ${place.name}`;
      const line = new Line(stand);
      await withLine(line);
      if (facts.signsIn) await line.store();
      const hits: string[] = [];
      const outcome = await line.go(verb, await prepared(verb), (request, index, own) => {
        // What has hit the verb hits the attempt to sign in again too, else that would mend it.
        if (hits.length > 0 && facts.signsIn?.(request)) return strike.act(request, index, own);
        if (!place.hits(`${request.method} ${request.url}`, index, hits.length > 0)) return undefined;
        hits.push(`${request.method} ${request.url}`);
        return strike.act(request, index, own);
      });
      // Parallel requests may come in another order, and what has a time in it is asked another way next time.
      if (hits.length === 0 && place.name === 'the last request') continue;
      expect(hits.length, `${label}: never hit`).toBeGreaterThan(0);
      // A first check tells less when a side question fails: it says so, and nothing is shown of it.
      const side = verb.name === 'verify' && place.name === 'the last request';
      if ((strike.tolerated || side) && outcome.error === undefined) continue;
      const asWrite = verb.write && !place.look;
      const error = failed(outcome, label);
      expect(asWrite ? strike.write : strike.read, `${label}: ${error.message}`).toContain(error.kind);
      expect(sentenceOf(error), `${label}: ${error.message}`).toBeOneOf(
        error.kind !== 'unknown-outcome'
          ? [...strike.sentences]
          : [error.code === 'not-listed' ? 'error.not-listed' : 'error.unknown-outcome'],
      );
      expect(outcome.runs, `${label}: runs`).toBe(!verb.write && strike.repeats ? 3 : 1);
      if (!verb.write) expect(outcome.sent.length, `${label}: requests`).toBeLessThanOrEqual((cell.usual + SLACK) * outcome.runs);
      if (asWrite) expect(hits.filter((each) => each === hits[0]).length, `${label}: writes sent`).toBe(1);
      if (place.look)
        expect(
          outcome.sent.some(({ wrote }) => wrote),
          `${label}: wrote all the same`,
        ).toBe(false);
      clean(cell, outcome, label);
    }
}

/** The failure of an outcome, which must be one of ours. */
export function failed(outcome: Outcome, label: string): SystemError {
  const { error, value } = outcome;
  if (error === undefined) throw new Error(`${label}: no failure, but ${JSON.stringify(value)?.slice(0, 300)}`);
  if (!(error instanceof SystemError)) throw new Error(`${label}: not a SystemError`, { cause: error });
  if (error.code === 'internal') throw new Error(`${label}: a bug of ours escaped`, { cause: error.cause });
  return error;
}

/** Nothing secret in errors and logs; nothing sent to foreign hosts. */
export function clean(cell: Cell, outcome: Outcome, label: string): void {
  if (outcome.error !== undefined) expect(leaks(outcome.error, cell.stand), label).toEqual([]);
  const dump = outcome.sent.map(({ line, status }) => `${line} ${status}`).join('\n');
  expect(
    leaks(dump, cell.stand).filter((each) => each.startsWith('token')),
    label,
  ).toEqual([]);
}

/** The sentence a rep reads, which exists in every language. */
export function sentenceOf(error: SystemError): string {
  const { sentence } = errorWords(toStoredError(error));
  for (const catalogue of [english, spanish, russian]) expect(catalogue[sentence]).toBeTruthy();
  return sentence;
}
