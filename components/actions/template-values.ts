import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { DealRecord, SystemRecord } from '../../lib/model/records.ts';
import type { TemplateValues } from '../../lib/model/template.ts';
import type { Format } from '../words/format.ts';

interface About {
  customerName: string;
  dossier: Dossier | undefined;
  /** The open deal or company, where the page shows one. */
  focus?: SystemRecord | undefined;
  openId?: string | undefined;
  connections: readonly ConnectionInfo[];
}

/** What a template can say of this customer; what nobody has filled in is absent. */
export function templateValues({ customerName, dossier, focus, openId, connections }: About, format: Format, now: number): TemplateValues {
  const linked = dossier?.parts.flatMap((part) => part.records) ?? [];
  const own = linked.filter(({ link }) => link === 'anchor' || link === 'same').map(({ record }) => record);
  const people = own.filter((record) => record.kind === 'person');
  const deal = dealOf(
    linked.filter(({ link }) => link !== 'maybe' && link !== 'apart').map(({ record }) => record),
    focus,
  );
  const me = connections.find(({ id }) => id === openId) ?? connections[0];
  const company =
    dossier?.kind === 'company'
      ? customerName
      : first(people.map(({ companyName }) => companyName)) || companyNameIn(linked.map(({ record }) => record));
  const firstName = first(people.map((person) => person.firstName));
  return known({
    name: customerName,
    'first-name': firstName,
    company,
    deal: deal?.name,
    amount: deal?.amount && format.money(deal.amount),
    today: format.day(now, now),
    me: me?.userName,
  });
}

/** The deal on the page, else the open one that closes next; without open ones, none. */
function dealOf(records: readonly SystemRecord[], focus: SystemRecord | undefined): DealRecord | undefined {
  if (focus?.kind === 'deal') return focus;
  const open = records.filter((record): record is DealRecord => record.kind === 'deal' && record.status === 'open');
  return open.toSorted((a, b) => (a.closeAt ?? Number.MAX_SAFE_INTEGER) - (b.closeAt ?? Number.MAX_SAFE_INTEGER))[0];
}

function companyNameIn(records: readonly SystemRecord[]): string | undefined {
  return records.find(({ kind }) => kind === 'company')?.name;
}

function first(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value.trim() !== '');
}

function known(values: Record<keyof TemplateValues, string | undefined>): TemplateValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value.trim() !== ''));
}
