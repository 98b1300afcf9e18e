import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { minorDigits } from '../../lib/model/currency.ts';
import type { Dictionary } from '../../lib/model/dossier.ts';
import type { DealRecord, Money, RecordRef } from '../../lib/model/records.ts';
import type { Found } from './found.ts';
import type { ComposerSubject } from './subject.ts';
import type { Extra } from './use-composer.ts';

/** What one click adds to a note: a task, another amount of a deal, another phone or e-mail. `id` stays while the words stay. */
export type Suggestion = { id: string; extra: Extra } & (
  | { kind: 'task'; title: string; at: number; allDay: boolean }
  | { kind: 'amount'; deal: DealRecord; money: Money }
  | { kind: 'phone' | 'email'; value: string; connectionIds: string[] }
);

const DEALS = 3;

/** What can be made of what was found, for this customer: what is known already, and what no system can be told, is not offered. */
export function suggestionsFrom(found: readonly Found[], subject: ComposerSubject, now: number): Suggestion[] {
  const all = found.flatMap((each): Suggestion[] => {
    if (each.kind === 'date') return [taskOf(each, now)];
    if (each.kind === 'amount') return amountsOf(each, subject, now);
    return fieldOf(each.kind, each.value, subject, now);
  });
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

function taskOf({ title, at, allDay }: Extract<Found, { kind: 'date' }>, now: number): Suggestion {
  const extra: Extra = { action: { kind: 'task', title, at: now, dueAt: at, allDay, priority: 'normal' } };
  return { id: `task ${at} ${title}`, kind: 'task', title, at, allDay, extra };
}

/** For the deal on the page, else for her open ones: in the deal's own currency alone. */
function amountsOf({ amount, currencies }: Extract<Found, { kind: 'amount' }>, subject: ComposerSubject, now: number): Suggestion[] {
  const { focus } = subject;
  const deals = focus?.kind === 'deal' ? [focus] : openDeals(subject);
  return deals.flatMap((deal): Suggestion[] => {
    const currency = deal.amount?.currency;
    if (!currency || !currencies.includes(currency) || !placeOf(subject, deal.ref, 'amount')) return [];
    const money = { amountMinor: Math.round(amount * 10 ** minorDigits(currency)), currency };
    if (money.amountMinor === deal.amount?.amountMinor) return [];
    const extra: Extra = { action: { kind: 'field', field: 'amount', ours: true, value: amount, at: now }, on: [deal.ref] };
    return [{ id: `amount ${deal.ref.system} ${deal.ref.id} ${money.amountMinor}`, kind: 'amount', deal, money, extra }];
  });
}

function openDeals({ dossier }: ComposerSubject): DealRecord[] {
  const linked = dossier?.parts.flatMap((part) => part.records) ?? [];
  const open = linked.flatMap(({ record, link }) =>
    record.kind === 'deal' && record.status === 'open' && link !== 'maybe' && link !== 'apart' ? [record] : [],
  );
  return [...new Map(open.map((deal) => [`${deal.ref.system} ${deal.ref.account} ${deal.ref.id}`, deal])).values()]
    .sort((a, b) => (a.closeAt ?? Number.MAX_SAFE_INTEGER) - (b.closeAt ?? Number.MAX_SAFE_INTEGER))
    .slice(0, DEALS);
}

/** A phone or an address that nobody in sight has: offered for her own record wherever that field can be written. */
function fieldOf(kind: 'phone' | 'email', value: string, subject: ComposerSubject, now: number): Suggestion[] {
  const field = kind === 'phone' ? 'phones' : 'emails';
  const same = kind === 'phone' ? isSamePhone : isSameAddress;
  const linked = subject.dossier?.parts.flatMap((part) => part.records) ?? [];
  const isKnown = linked.some(({ record }) => 'phones' in record && record[field].some((each) => same(each, value)));
  if (isKnown) return [];
  const own = linked.filter(({ link }) => link === 'anchor' || link === 'same').map(({ record }) => record.ref);
  const places = own.flatMap((ref) => {
    const connection = placeOf(subject, ref, field);
    return connection ? [{ ref, connection }] : [];
  });
  if (places.length === 0) return [];
  const connectionIds = [...new Set(places.map(({ connection }) => connection.id))];
  const on = connectionIds.flatMap((id) => places.find(({ connection }) => connection.id === id)?.ref ?? []);
  return [
    { id: `${kind} ${value}`, kind, value, connectionIds, extra: { action: { kind: 'field', field, ours: true, value, at: now }, on } },
  ];
}

/** The connection of a record, where it lets this field of ours be written. */
function placeOf({ connections, dictionaries }: ComposerSubject, ref: RecordRef, field: string): ConnectionInfo | undefined {
  const connection = connections.find(({ system, account }) => system === ref.system && account === ref.account);
  if (!connection?.can.includes('write:field') || connection.writes === 'never' || connection.state === 'paused') return undefined;
  return writes(dictionaries?.get(connection.id), ref.native, field) ? connection : undefined;
}

function writes(dictionary: Dictionary | undefined, native: string, field: string): boolean {
  return dictionary?.writable?.[native]?.includes(field) ?? false;
}

const digitsOf = (text: string) => text.replace(/\D/gu, '');
/** As many last digits as a national number has at most, so that a prefix more or less does not make another phone. */
const TAIL = 9;

function isSamePhone(a: string, b: string): boolean {
  const [x, y] = [digitsOf(a).slice(-TAIL), digitsOf(b).slice(-TAIL)];
  const n = Math.min(x.length, y.length);
  return n > 0 && x.slice(-n) === y.slice(-n);
}

function isSameAddress(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
