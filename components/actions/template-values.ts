import { mergeProfile } from '../../lib/identity/merge.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { MergedProfile } from '../../lib/model/customer.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { DealRecord, SystemRecord } from '../../lib/model/records.ts';
import type { TemplateValues } from '../../lib/model/template.ts';
import type { Format } from '../words/format.ts';

interface About {
  customerName: string;
  dossier: Dossier | undefined;
  /** What all systems together say; merged anew where it is not at hand. */
  profile?: MergedProfile | undefined;
  /** The open deal or company, where the page shows one. */
  focus?: SystemRecord | undefined;
  openId?: string | undefined;
  connections: readonly ConnectionInfo[];
}

/** What a template can say of this customer; what nobody has filled in is absent. */
export function templateValues(
  { customerName, dossier, focus, openId, connections, ...about }: About,
  format: Format,
  now: number,
): TemplateValues {
  const linked = (dossier?.parts.flatMap((part) => part.records) ?? []).filter(({ link }) => link !== 'maybe' && link !== 'apart');
  const own = linked.filter(({ link }) => link !== 'related').sort((a, b) => Number(b.link === 'anchor') - Number(a.link === 'anchor'));
  const records = linked.map(({ record }) => record);
  const profile =
    about.profile ??
    (dossier &&
      mergeProfile(
        own.map(({ record }) => record),
        { own: dossier.anchor },
      ));
  const deal = dealOf(records, focus);
  const me = connections.find(({ id }) => id === openId) ?? connections[0];
  const company = profile?.fields.companyName?.values[0]?.value ?? records.find(({ kind }) => kind === 'company')?.name;
  return known({
    name: customerName,
    'first-name': first(own.map(({ record }) => (record.kind === 'person' ? record.firstName : undefined))),
    company: dossier?.kind === 'company' ? customerName : company,
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

function first(values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value.trim() !== '');
}

function known(values: Record<keyof TemplateValues, string | undefined>): TemplateValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value.trim() !== ''));
}
