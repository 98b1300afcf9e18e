import type { Opening } from '../model/dossier.ts';
import { recordKey } from '../model/records.ts';
import { isActivity, type SyncedRow } from '../model/sync.ts';
import { settingsDb } from './databases.ts';
import type { PartBody } from './dossiers.ts';
import { dataKey } from './keys.ts';
import { hashOf } from './place-table.ts';
import { keyedPrint } from './prints.ts';
import { withRoom } from './room.ts';
import { seal } from './seal.ts';
import { FORGOTTEN, placeOf, sealedSetting } from './settings.ts';

/*
 * Whom the rep has forgotten stays forgotten: neither a list that is followed nor a look-up of somebody else brings her back. What
 * remains of her are prints, in one sealed row: 128 bits of an HMAC over each of her records' keys and over her e-mail addresses, under a
 * key of this profile. 16 bits of another hash go before each print, so that a page of rows needs no HMAC for whom nobody has forgotten.
 */

const PRINT_DIGITS = 32;
const BUCKETS = 65_536;

/** One person: the prints of all her names. */
export type Mark = readonly string[];

/** Whom the rep has forgotten. */
export class Marks {
  readonly #prints: ReadonlySet<string>;
  readonly #buckets: ReadonlySet<string>;

  constructor(readonly all: readonly Mark[]) {
    this.#prints = new Set(all.flat());
    this.#buckets = new Set([...this.#prints].map((print) => print.slice(0, -PRINT_DIGITS)));
  }

  /** The first of these names (recordKeys, e-mail addresses) by which somebody forgotten is known. */
  async first(names: readonly string[]): Promise<string | undefined> {
    for (const name of names) if (this.#buckets.has(bucketOf(name)) && this.#prints.has(await printOf(name))) return name;
    return undefined;
  }

  /** Of these, what is not about anybody forgotten. */
  async without<T>(values: readonly T[], namesOf: (value: T) => readonly string[]): Promise<readonly T[]> {
    if (this.all.length === 0) return values;
    const found = await Promise.all(values.map((value) => this.first(namesOf(value))));
    return values.filter((_, nth) => found[nth] === undefined);
  }
}

/** What a row is known by: a record by its key, a person by her addresses too, an entry of a timeline by whom it is about. */
export function namesOfRow(row: SyncedRow): string[] {
  if (isActivity(row)) return row.on.map(recordKey);
  const emails = 'kind' in row && row.kind === 'person' ? row.emails.map(addressOf) : [];
  return [recordKey(row.ref), ...emails];
}

/** A record of somebody forgotten that is told by her address alone is known by its key from now on: so is what is said about it. */
export async function markStrangers(marks: Marks, rows: readonly SyncedRow[]): Promise<void> {
  if (marks.all.length === 0) return;
  for (const row of rows) {
    const names = isActivity(row) ? [] : namesOfRow(row);
    const found = await marks.first(names);
    if (found !== undefined && found !== names[0]) await markForgotten([...names.slice(0, 1), found]);
  }
}

/** One spelling of an address. */
export function addressOf(email: string): string {
  return email.trim().toLowerCase();
}

/** One system's answer without people who were forgotten. */
export async function bodyWithout<T extends Pick<PartBody, 'records' | 'activities'>>(marks: Marks, body: T): Promise<T> {
  const records = await marks.without(body.records, ({ record }) => namesOfRow(record));
  const activities = await marks.without(body.activities, namesOfRow);
  return { ...body, records: [...records], activities: [...activities] };
}

/** How a record leads to a customer, without people who were forgotten. */
export async function openingWithout(marks: Marks, opening: Opening): Promise<Opening> {
  return { ...opening, people: [...(await marks.without(opening.people, ({ ref }) => [recordKey(ref)]))] };
}

/** Remembers that a person is forgotten, by these names. One who shares a name with her is the same person. The worker alone calls this. */
export async function markForgotten(names: readonly string[]): Promise<void> {
  const prints = await Promise.all(names.map(printOf));
  await change((all) => {
    const [hers, others] = parted(all, prints);
    return [...others, [...new Set([...hers.flat(), ...prints])]];
  });
}

/** The rep wants to see this person again: all marks with one of these names go. */
export async function liftForgotten(names: readonly string[]): Promise<void> {
  const prints = await Promise.all(names.map(printOf));
  await change((all) => parted(all, prints)[1]);
}

function parted(all: readonly Mark[], prints: readonly string[]): [hers: Mark[], others: Mark[]] {
  const isHers = (mark: Mark) => mark.some((print) => prints.includes(print));
  return [all.filter(isHers), all.filter((mark) => !isHers(mark))];
}

let turn: Promise<unknown> = Promise.resolve();

/** One after the other: sealing outlasts a transaction. */
function change(to: (all: readonly Mark[]) => readonly Mark[]): Promise<void> {
  const mine = turn.then(async () => {
    const next = to((await sealedSetting<Mark[]>(FORGOTTEN)) ?? []);
    const sealed = await seal(await dataKey(), placeOf(FORGOTTEN), next);
    await withRoom(() => settingsDb.settings.put({ name: FORGOTTEN, sealed }));
  });
  turn = mine.catch(() => undefined);
  return mine;
}

async function printOf(name: string): Promise<string> {
  return bucketOf(name) + (await keyedPrint([FORGOTTEN, name])).slice(0, PRINT_DIGITS);
}

function bucketOf(name: string): string {
  return (hashOf(name) % BUCKETS).toString(16).padStart(4, '0');
}
