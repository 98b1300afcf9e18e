import { sampleOf } from '../../../components/sample/customers.ts';
import { DAY, HOUR, sampleRef as ref, sampleConnection } from '../../../components/sample/rows.ts';
import type { ConnectionInfo } from '../../../lib/model/connection.ts';
import type { Delivery, DeliveryState, Dossier, DossierPart, QueuedAction } from '../../../lib/model/dossier.ts';
import type { StoredError } from '../../../lib/model/errors.ts';
import { recordKey } from '../../../lib/model/records.ts';
import type { Scene } from '../stage.tsx';
import { tabOf, type World } from '../world.ts';

export const ANA = ref('hubspot', 'contact', 'ana');
export const ANA_KEY = recordKey(ANA);
export const onAna = tabOf(ANA, 'sample-hubspot');
export const IRINA = ref('pipedrive', 'contact', 'irina');
export const IRINA_KEY = recordKey(IRINA);
/** A page of a connected CRM that is no record. */
export const nowhere = { page: { kind: 'crm' as const, system: 'hubspot' }, via: 'url' as const, connectionId: 'sample-hubspot', at: 0 };
export const down = { kind: 'unavailable', code: 'timeout' } as const;
/** A customer with nothing wrong: where most states begin. */
export const ask: Scene = { world: calm, tab: onAna };

/** All that a rep has after some weeks: four systems, three customers, nothing wrong. */
export function calm(): World {
  const { connections, dictionaries, customers } = sampleOf(Date.now());
  return { connections, dictionaries: [...dictionaries.values()], customers };
}

/** The calm world with one customer's parts changed. */
export function withParts(change: (part: DossierPart) => DossierPart): World {
  const world = calm();
  const [first, ...others] = world.customers ?? [];
  if (!first) return world;
  return { ...world, customers: [{ ...first, parts: first.parts.map(change) }, ...others] };
}

/** The calm world with some connections standing otherwise. */
export function withConnections(change: (connection: ConnectionInfo) => ConnectionInfo): World {
  const world = calm();
  return { ...world, connections: world.connections.map(change) };
}

/** Each kind of trouble a connection can have, one beside the other. */
export function troubled(): World {
  return withConnections((each) => {
    if (each.id === 'sample-salesforce') return { ...each, state: 'signed-out', error: { kind: 'auth', code: 'session-ended' } };
    if (each.id === 'sample-pipedrive') return { ...each, state: 'no-permission', error: { kind: 'permission', code: 'host-access' } };
    if (each.id === 'sample-tryton') return { ...each, state: 'paused', writes: 'never', missing: [{ what: 'invoice', code: 'no-read' }] };
    return each;
  });
}

/** Two accounts of one system. */
export function twoAccounts(): World {
  const world = calm();
  const second = sampleConnection('hubspot', 'HubSpot', 'Hs', {
    id: 'sample-hubspot-2',
    account: 'export',
    label: 'Export team',
    tag: 'moss',
    createdAt: 9,
  });
  return { ...world, connections: [...world.connections, second] };
}

/** A note on another customer, begun and left. */
export function begunElsewhere(): World {
  const draft = {
    record: IRINA_KEY,
    kind: 'note' as const,
    text: 'Прайс',
    customerName: 'Ирина Соколова',
    targets: [],
    savedAt: Date.now(),
  };
  return { ...calm(), drafts: [draft] };
}

/** A workflow is set up. */
export function withHook(): World {
  return { ...calm(), hooks: [{ id: 'hook-1', name: 'Offer to the back office', createdAt: 1 }] };
}

/** Every system answers that it has nothing, or fails. */
export function emptied(error?: StoredError): World {
  return withParts((part) => ({
    ...part,
    records: part.records
      .filter(({ link }) => link === 'anchor')
      .map((each) => ({ ...each, record: { ...each.record, emails: [], phones: [], ownerId: '' } as never })),
    activities: [],
    ...(error && part.connectionId !== 'sample-hubspot' && { state: 'failed' as const, error }),
  }));
}

/** An action in the outbox, with a state per system. As of a real account: of sample customers nothing is ever sent. */
export function queued(
  id: string,
  action: Partial<QueuedAction['action']>,
  states: Readonly<Record<string, DeliveryState | [DeliveryState, StoredError]>>,
  ago = 20_000,
): QueuedAction {
  const createdAt = Date.now() - ago;
  const deliveries = Object.entries(states).map(([system, told]): Delivery => {
    const [state, error] = Array.isArray(told) ? told : [told];
    return {
      id: `${id}-${system}`,
      actionId: id,
      connectionId: `sample-${system}`,
      state,
      attempts: state === 'queued' ? 0 : 1,
      nextAt: 0,
      ...(error && { error }),
      ...(state === 'confirmed' && { receipt: { refs: [ref(system, 'activity', id)], at: createdAt } }),
    };
  });
  const whole = { kind: 'note', text: 'Wants the offer by Friday.', on: [ANA], at: createdAt, ...action } as QueuedAction['action'];
  return { id, record: recordKey({ ...ANA, account: 'acme' }), customerName: 'Ana Pérez', action: whole, createdAt, deliveries };
}

/** A timeline of so many entries. */
export function longTimeline(entries: number): World {
  const now = Date.now();
  return withParts((part) =>
    part.connectionId === 'sample-hubspot'
      ? {
          ...part,
          hasMore: true,
          activities: Array.from({ length: entries }, (_, at) => ({
            ref: { ...ref('hubspot', 'activity', `n${at}`), native: 'note' },
            kind: 'note' as const,
            at: now - at * 3 * HOUR,
            text: `Note ${at + 1}: spoke about delivery and prices.`,
            on: [],
          })),
        }
      : part,
  );
}

/** Tasks of the rep, one overdue. */
export function tasksOf(customers: readonly Dossier[]): NonNullable<World['tasks']> {
  const now = Date.now();
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const task = (id: string, title: string, dueAt: number, dossier: Dossier | undefined, customerName: string) => ({
    task: {
      ref: { ...ref('hubspot', 'activity', id), native: 'task' },
      kind: 'task' as const,
      at: dueAt,
      title,
      dueAt,
      done: false,
      on: [],
    },
    connectionId: 'sample-hubspot',
    dossier: dossier?.key ?? '',
    customerName,
  });
  return [
    task('t1', 'Call Ana back', midnight + 18 * HOUR, customers[0], 'Ana Pérez'),
    task('t2', 'Send the frame contract', midnight - DAY, customers[1], 'Nordic Parts AB'),
  ];
}
