import { forbiddenBy, type Subject } from '../model/never-log.ts';
import type { RecordRef } from '../model/records.ts';
import { recordKey } from '../model/records.ts';
import { isActivity, isTombstone } from '../model/sync.ts';
import { cacheDb } from './databases.ts';
import { dossier } from './reading.ts';
import { cachedRows } from './records.ts';
import { neverLogList } from './settings.ts';

/** What an action is about, as the never-log list sees it. */
export interface About {
  record: string;
  customerName: string;
  on: readonly RecordRef[];
}

/** The entry of the rep's never-log list that forbids this, by what the cache knows of the customer; costs one read when the list is empty. */
export async function neverLogged(about: About): Promise<string | undefined> {
  const list = await neverLogList();
  return list.length === 0 ? undefined : forbiddenBy(list, await subjectOf(about));
}

async function subjectOf({ record, customerName, on }: About): Promise<Subject> {
  const members = [record, ...on.map(recordKey)];
  const keys = await cacheDb.dossiers.where('members').anyOf(members).primaryKeys();
  const openings = (await cacheDb.openings.bulkGet(members)).map((row) => row?.dossier);
  const all = new Set([...keys, ...openings.filter((key) => key !== undefined)]);
  const dossiers = await Promise.all([...all].map(dossier));
  // Of a list that is followed: the record may never have been opened.
  const synced = [...(await cachedRows(members)).values()].flatMap(({ row }) => (isTombstone(row) || isActivity(row) ? [] : [row]));
  const opened = dossiers.flatMap((each) => each?.parts ?? []).flatMap((part) => part.records.map((linked) => linked.record));
  const records = [...opened, ...synced];
  const known: { emails: string[]; domains: string[]; names: string[] } = { emails: [], domains: [], names: [customerName] };
  for (const each of records) {
    if (each.kind !== 'person' && each.kind !== 'company') continue;
    known.names.push(each.name);
    known.emails.push(...each.emails);
    if (each.kind === 'company') known.domains.push(...each.domains);
    else if (each.companyName !== undefined) known.names.push(each.companyName);
  }
  return known;
}
