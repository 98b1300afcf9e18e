import { I18nProvider } from '@lingui/react';
import { createRoot, type Root } from 'react-dom/client';
import { ChangeScope } from '../../components/actions/change.tsx';
import { DraftLines } from '../../components/actions/draft-lines.tsx';
import { ReceiptBar } from '../../components/actions/receipt-bar.tsx';
import { AuditEntryRow } from '../../components/audit/audit-entry-row.tsx';
import { CustomerView } from '../../components/customer/customer-view.tsx';
import { CustomerList } from '../../components/panel/customer-list.tsx';
import { NoPerson } from '../../components/panel/no-person.tsx';
import { Unconnected } from '../../components/panel/unconnected.tsx';
import { type Tab, useView } from '../../components/panel/view-state.ts';
import { Waiting } from '../../components/panel/waiting.tsx';
import { sampleOf } from '../../components/sample/customers.ts';
import { ConnectionCard } from '../../components/status/connection-card.tsx';
import { figuresOf } from '../../components/status/figures.ts';
import { HostList } from '../../components/status/host-list.tsx';
import { i18n } from '../../components/words/i18n.ts';
import { Templates } from '../../components/writing/templates.tsx';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, Dossier, QueuedAction } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import { DEFAULT_SETTINGS } from '../../lib/store/settings.ts';

/** Members that hold a person's words, or a vendor's: all that is ever drawn. Places, kinds and states keep their own. */
const TEXTS = new Set([
  'name',
  'firstName',
  'lastName',
  'emails',
  'phones',
  'title',
  'companyName',
  'city',
  'country',
  'industry',
  'domains',
  'website',
  'text',
  'url',
  'stageName',
  'outcome',
  'taxId',
  'userName',
  'systemName',
  'mark',
  'label',
  'customerName',
  'value',
  'email',
]);
const KEPT_STATUS = new Set(['open', 'won', 'lost']);

/** The same with the payload wherever text stands. */
function poisoned<T>(value: T, payload: string, member = ''): T {
  if (typeof value === 'string') return (TEXTS.has(member) || (member === 'status' && !KEPT_STATUS.has(value)) ? payload : value) as T;
  if (Array.isArray(value)) return value.map((each) => poisoned(each, payload, member)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key === 'custom')
        return [key, { ...(each as object), evil: payload, utm_source: payload, utm_campaign: payload, utm_term: payload }];
      return [key, key === 'currency' ? each : poisoned(each, payload, key)];
    }),
  ) as T;
}

interface Evil {
  payload: string;
  connections: ConnectionInfo[];
  dictionaries: ReadonlyMap<string, Dictionary>;
  dossier: Dossier;
  action: QueuedAction;
}

function evil(payload: string, note: string, at: number): Evil {
  const sample = sampleOf(Date.now());
  const connections = poisoned(sample.connections, payload);
  const dictionaries = new Map([...sample.dictionaries].map(([id, each]) => [id, poisoned(each, payload)]));
  const [ana] = sample.customers;
  if (!ana) throw new Error('no sample');
  const bad = poisoned(ana, payload);
  // A record of its own for each payload: tabs are remembered per record.
  const anchor = { ...bad.anchor, id: `evil-${at}` };
  const key = recordKey(anchor);
  const parts = bad.parts.map((part) => ({
    ...part,
    // A note is HTML at the vendor's; what our reading makes of it is drawn.
    activities: part.activities.map((activity, each) => (each % 2 === 0 ? { ...activity, text: note } : activity)),
    records: part.records.map((linked) => (linked.link === 'anchor' ? { ...linked, record: { ...linked.record, ref: anchor } } : linked)),
  }));
  const on = [anchor];
  const action: QueuedAction = {
    id: `evil-${at}`,
    record: recordKey({ ...anchor, account: 'acme' }),
    customerName: payload,
    createdAt: Date.now() - 60_000,
    action: { kind: 'note', text: payload, on, at: 0 },
    deliveries: connections.slice(0, 2).map(({ id }) => ({
      id: `evil-${at}-${id}`,
      actionId: `evil-${at}`,
      connectionId: id,
      state: 'failed',
      attempts: 1,
      nextAt: 0,
      error: { kind: 'invalid', field: payload, code: payload },
      receipt: { refs: on, at: 0, url: payload },
    })),
  };
  return { payload, connections, dictionaries, dossier: { ...bad, anchor, key, parts }, action };
}

function Customer({ connections, dictionaries, dossier }: Evil) {
  return (
    <ChangeScope record={dossier.key} customerName="" connections={connections}>
      <CustomerView
        open={{
          connections,
          dictionaries,
          mappings: [],
          settings: DEFAULT_SETTINGS,
          record: { ref: dossier.anchor, connectionId: 'sample-hubspot' },
          dossier,
        }}
        isAsking={false}
        onAskAgain={() => undefined}
      />
    </ChangeScope>
  );
}

/** Everything beside the customer's view that draws somebody else's text. */
function Others({ payload, connections, dictionaries, dossier, action }: Evil) {
  const [connection] = connections;
  const focus = dossier.parts.flatMap(({ records }) => records).find(({ record }) => record.kind === 'deal')?.record;
  if (!connection || !focus) return null;
  const summary = {
    dossier: dossier.key,
    kind: 'person' as const,
    anchor: dossier.anchor,
    name: payload,
    title: payload,
    companyName: payload,
    emails: [payload],
    phones: [payload],
    url: payload,
    connectionIds: [],
    openedAt: 0,
  };
  const opening = { record: dossier.key, people: [{ ref: dossier.anchor, name: payload, title: payload }], at: 0, focus };
  const where = { system: 'hubspot', account: payload, connectionId: connection.id, record: dossier.key, customerName: payload };
  return (
    <>
      <CustomerList label={payload} customers={[summary]} />
      <NoPerson
        open={{
          connections,
          dictionaries,
          mappings: [],
          settings: DEFAULT_SETTINGS,
          record: { ref: focus.ref, connectionId: connection.id },
          opening,
        }}
      />
      <Unconnected about={{ system: 'zoho', systemName: payload, account: payload, host: payload }} />
      <DraftLines
        drafts={[{ record: dossier.key, kind: 'note', text: payload, customerName: payload, targets: [], savedAt: 0 }]}
        current={undefined}
        writing={undefined}
      />
      <ReceiptBar actions={[action]} connections={connections} />
      <Waiting actions={[action]} connections={connections} />
      <ul>
        <AuditEntryRow
          line={{
            seq: 1,
            at: 0,
            entry: {
              at: 0,
              who: { userName: payload },
              what: 'note',
              where,
              actionId: 'a',
              deliveryId: 'd',
              before: payload,
              after: { text: payload },
              result: { state: 'written', refs: [], url: payload, code: payload },
            },
          }}
          connections={connections}
        />
        <ConnectionCard
          connection={{ ...connection, state: 'signed-out', error: { kind: 'invalid', field: payload } }}
          all={connections}
          figures={figuresOf(undefined, [], 0)}
          now={0}
          test={() => new Promise(() => undefined)}
        />
      </ul>
      <HostList hosts={[{ host: payload, requests: 1 }]} workflows={1} />
      <Templates list={[{ id: 't', name: payload, kind: 'note', text: payload }]} save={() => Promise.resolve()} />
    </>
  );
}

let root: Root | undefined;
let all: Evil[] = [];

/** Draws every view with each payload in every place that text can stand. */
export function wall(payloads: readonly string[], notes: readonly string[]): void {
  root?.unmount();
  all = payloads.map((payload, at) => evil(payload, notes[at] ?? payload, at));
  const place = document.getElementById('root');
  if (!place) return;
  root = createRoot(place);
  root.render(
    <I18nProvider i18n={i18n}>
      {all.map((each) => (
        <section key={each.dossier.key}>
          <Customer {...each} />
          <Others {...each} />
        </section>
      ))}
    </I18nProvider>,
  );
}

/** The same tab of every customer. */
export function wallTab(tab: Tab): void {
  useView.setState({ tabs: Object.fromEntries(all.map(({ dossier }) => [dossier.key, tab])) });
}

/** Takes it all away. */
export function endWall(): void {
  root?.unmount();
  root = undefined;
}
