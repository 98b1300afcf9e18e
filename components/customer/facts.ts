import { mergeProfile, mergeTimeline } from '../../lib/identity/merge.ts';
import type { FieldSource, MergedProfile, TimelineEntry } from '../../lib/model/customer.ts';
import type { Dossier, LinkedRecord, Settings } from '../../lib/model/dossier.ts';
import { type Activity, type DealRecord, type OtherRecord, type RecordRef, recordKey, type SystemRecord } from '../../lib/model/records.ts';
import { type Around, ownerName } from './context.ts';

/** A record with the connection that told it. */
export interface Held<R extends SystemRecord = SystemRecord> {
  record: R;
  connectionId: string;
}

/** The customer as all systems together tell her: what every block of the view reads. */
export interface CustomerFacts {
  name: string;
  profile: MergedProfile;
  /** The person's company, merged over systems. */
  company?: MergedProfile;
  /** The customer's own record in each system that knows her, the page's first. */
  own: Held[];
  companies: Held[];
  deals: Held<DealRecord>[];
  /** What is owed longest first, then the newest. */
  invoices: Held<OtherRecord>[];
  /** The newest first. */
  orders: Held<OtherRecord>[];
  products: Held<OtherRecord>[];
  /** What moved last first. */
  tickets: Held<OtherRecord>[];
  maybe: (Held & LinkedRecord)[];
  /** Records the rep has answered on, linked or kept apart. */
  ruled: (Held & LinkedRecord)[];
  timeline: TimelineEntry[];
}

const SPOKEN: ReadonlySet<Activity['kind']> = new Set(['call', 'meeting', 'email', 'message']);

/** When somebody last spoke with or wrote to her: what is planned, and what was only noted, is no contact. */
export function lastSpoken({ timeline }: CustomerFacts, now: number): Activity | undefined {
  return timeline.find(({ activity }) => SPOKEN.has(activity.kind) && activity.at <= now)?.activity;
}

/** Merges a dossier for showing. `page`: the account of the open record, whose word counts first. */
export function factsOf(
  dossier: Dossier,
  around: Around,
  page: Pick<RecordRef, 'system' | 'account'> | undefined,
  rules?: Settings['mergeRules'],
): CustomerFacts | undefined {
  const linked = dossier.parts.flatMap((part) => part.records.map((each) => ({ ...each, connectionId: part.connectionId })));
  const own = linked.filter(({ link, record }) => (link === 'anchor' || link === 'same') && record.kind === dossier.kind);
  own.sort((a, b) => Number(b.link === 'anchor') - Number(a.link === 'anchor'));
  const companies = linked.filter(({ record, link }) => record.kind === 'company' && link === 'related');
  const held = new Map(linked.map((each) => [recordKey(each.record.ref), each]));
  const options = {
    ...(page && { own: page }),
    ...(rules && { rules }),
    ownerName(ref: RecordRef) {
      const owned = held.get(recordKey(ref));
      return owned?.record.ownerId === undefined ? undefined : ownerName(around, owned.connectionId, owned.record.ownerId);
    },
  };
  const profile = mergeProfile(
    own.map(({ record }) => record),
    options,
  );
  if (!profile) return undefined;
  const company =
    dossier.kind === 'person'
      ? mergeProfile(
          companies.map(({ record }) => record),
          options,
        )
      : profile;
  return {
    name: profile.fields.name?.values[0]?.value ?? own[0]?.record.name ?? '',
    profile,
    ...(company && { company }),
    own,
    companies,
    deals: withoutCopies(
      linked.filter(
        (each): each is LinkedRecord & Held<DealRecord> => each.record.kind === 'deal' && each.link !== 'maybe' && each.link !== 'apart',
      ),
    ),
    invoices: ofKind(linked, 'invoice').sort((a, b) => openSince(a.record) - openSince(b.record) || newest(b.record) - newest(a.record)),
    orders: ofKind(linked, 'order').sort((a, b) => newest(b.record) - newest(a.record)),
    products: ofKind(linked, 'product'),
    tickets: ofKind(linked, 'ticket').sort((a, b) => (b.record.changedAt ?? newest(b.record)) - (a.record.changedAt ?? newest(a.record))),
    maybe: linked.filter(({ link }) => link === 'maybe').sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0)),
    ruled: linked.filter(({ ruling }) => ruling !== undefined),
    timeline: mergeTimeline(dossier.parts.flatMap((part) => part.activities)),
  };
}

/** The same record may be told through two paths; open deals first, then what closes next. */
function withoutCopies(deals: readonly Held<DealRecord>[]): Held<DealRecord>[] {
  const byKey = new Map(deals.map((each) => [recordKey(each.record.ref), each]));
  const order = { open: 0, won: 1, lost: 2 } as const;
  return [...byKey.values()].sort(
    (a, b) =>
      order[a.record.status] - order[b.record.status] ||
      (a.record.closeAt ?? Number.MAX_SAFE_INTEGER) - (b.record.closeAt ?? Number.MAX_SAFE_INTEGER),
  );
}

/** Records of one kind that are the customer's, each once. */
function ofKind(linked: readonly (LinkedRecord & Held)[], kind: OtherRecord['kind']): Held<OtherRecord>[] {
  const found = linked.filter(
    (each): each is LinkedRecord & Held<OtherRecord> => each.record.kind === kind && each.link !== 'maybe' && each.link !== 'apart',
  );
  return [...new Map(found.map((each) => [recordKey(each.record.ref), each])).values()];
}

/** Paid ones come last. */
function openSince({ due, dueAt }: OtherRecord): number {
  return due && due.amountMinor > 0 ? (dueAt ?? Number.MAX_SAFE_INTEGER - 1) : Number.MAX_SAFE_INTEGER;
}

function newest({ createdAt }: OtherRecord): number {
  return createdAt ?? 0;
}

/** The connection a source belongs to: a ref names system and account, a connection is made of both. */
export function connectionOf(around: Around, ref: Pick<RecordRef, 'system' | 'account'>): string {
  return around.connections.find(({ system, account }) => system === ref.system && account === ref.account)?.id ?? ref.system;
}

/** One source per connection, in the order given. */
export function distinctSources<T>(around: Around, sources: readonly FieldSource<T>[]): (FieldSource<T> & { connectionId: string })[] {
  const byConnection = new Map<string, FieldSource<T> & { connectionId: string }>();
  for (const source of sources) {
    const connectionId = connectionOf(around, source.ref);
    if (!byConnection.has(connectionId)) byConnection.set(connectionId, { ...source, connectionId });
  }
  return [...byConnection.values()];
}
