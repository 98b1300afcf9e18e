import {
  act,
  company,
  DAY,
  deal,
  dictionaryOf,
  dossierOf,
  HOUR,
  part,
  person,
  sampleRef as ref,
  sampleConnection,
} from '../../components/sample/rows.ts';
import type { Dossier, DossierPart } from '../../lib/model/dossier.ts';
import type { World } from '../gallery/world.ts';

const SYSTEMS = [
  ['hubspot', 'HubSpot', 'Hs'],
  ['salesforce', 'Salesforce', 'Sf'],
  ['pipedrive', 'Pipedrive', 'Pd'],
  ['amocrm', 'amoCRM', 'am'],
  ['zoho', 'Zoho CRM', 'Zo'],
  ['dynamics', 'Dynamics 365', 'Dy'],
] as const;
/** Of each system: what a rep's last half year with a customer leaves there. */
const ACTIVITIES = 8;
/** Where the team keeps its deals; the others know the customer and what was said. */
const WITH_DEALS = new Set(['hubspot', 'pipedrive']);

/** Who the nth customer is, as she is shown. */
export function nameAt(nth: number): string {
  return `Ana Pérez ${nth}`;
}

/** Her phone number: on the view's first tab. */
export function phoneAt(nth: number): string {
  return `+34 600 ${String(100 + nth).slice(-3)} ${String(100 + nth * 7).slice(-3)}`;
}

/** Where she is open. */
export function anchorAt(nth: number) {
  return ref('hubspot', 'contact', `person-${nth}`);
}

/**
 * Six systems, each of which knows every one of so many customers: contact, company, eight entries of the timeline; in two of them an open and
 * a closed deal.
 */
export function worldOf(count: number, now: number): World {
  return {
    connections: SYSTEMS.map(([system, name, mark], at) => sampleConnection(system, name, mark, { createdAt: at })),
    dictionaries: SYSTEMS.map(([system]) => dictionaryOf(system, now)),
    customers: Array.from({ length: count }, (_, nth) => customerAt(nth, now)),
  };
}

function customerAt(nth: number, now: number): Dossier {
  return dossierOf(
    'person',
    anchorAt(nth),
    now - nth * HOUR,
    SYSTEMS.map(([system]) => partAt(system, nth, now)),
  );
}

function partAt(system: string, nth: number, now: number): DossierPart {
  const base = {
    firstName: 'Ana',
    lastName: `Pérez ${nth}`,
    name: nameAt(nth),
    emails: [`ana${nth}@llantasnorte.example`],
    phones: [phoneAt(nth)],
    title: 'Head of Purchasing',
    companyName: `Llantas Norte ${nth}`,
    city: 'Monterrey',
    country: 'MX',
    ownerId: '1',
    changedAt: now - 2 * DAY,
    createdAt: now - 400 * DAY,
    url: `https://${system}.example/contacts/person-${nth}`,
  };
  const [firm, open, closed] = [
    company(ref(system, 'company', `firm-${nth}`), {
      name: `Llantas Norte ${nth}`,
      domains: ['llantasnorte.example'],
      phones: [],
      emails: [],
      industry: 'Automotive wholesale',
      employees: 240,
      country: 'MX',
      changedAt: now - 9 * DAY,
    }),
    deal(ref(system, 'deal', `open-${nth}`), {
      name: 'Fleet tyres Q1',
      amount: { amountMinor: 42_000_000, currency: 'MXN' },
      pipelineId: 'p',
      stageId: 's3',
      stageName: 'Proposal',
      status: 'open',
      closeAt: now + 21 * DAY,
      ownerId: '1',
      createdAt: now - 40 * DAY,
    }),
    deal(ref(system, 'deal', `closed-${nth}`), {
      name: 'Retreads, second lot',
      amount: { amountMinor: 980_000, currency: 'USD' },
      status: 'won',
      stageName: 'Closed Won',
      closeAt: now - 60 * DAY,
      ownerId: '2',
    }),
  ];
  const anchor = anchorAt(nth);
  const isAnchor = system === anchor.system;
  const own = person(isAnchor ? anchor : ref(system, 'contact', `person-${nth}-${system}`), base);
  const kinds = ['note', 'call', 'email', 'meeting'] as const;
  return part(
    system,
    now,
    [
      isAnchor
        ? { record: own, link: 'anchor' }
        : { record: own, link: 'same', probability: 0.99, reasons: [{ code: 'email.same', weight: 4 }] },
      ...[firm, ...(WITH_DEALS.has(system) ? [open, closed] : [])].map((record) => ({ record, link: 'related' as const })),
    ],
    Array.from({ length: ACTIVITIES }, (_, at) =>
      act(system, kinds[at % kinds.length] ?? 'note', now - (at + 1) * 9 * DAY - nth, {
        title: 'Your offer for 16 truck tyres',
        text: 'Asked for net 45. Wants delivery in two lots, the second one in March, and a call before the lorry leaves.',
        direction: 'out',
      }),
    ),
  );
}
