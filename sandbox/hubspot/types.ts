/** The object types the stand-in knows: id as in URLs, plural as in paths, singular as in names of associations. */
export const TYPES = [
  { id: '0-1', path: 'contacts', word: 'contact', scope: 'crm.objects.contacts' },
  { id: '0-2', path: 'companies', word: 'company', scope: 'crm.objects.companies' },
  { id: '0-3', path: 'deals', word: 'deal', scope: 'crm.objects.deals' },
  { id: '0-5', path: 'tickets', word: 'ticket', scope: 'tickets' },
  { id: '0-136', path: 'leads', word: 'lead', scope: 'crm.objects.leads' },
  { id: '0-8', path: 'line_items', word: 'line_item', scope: 'crm.objects.line_items' },
  { id: '0-46', path: 'notes', word: 'note', scope: 'crm.objects.contacts' },
  { id: '0-27', path: 'tasks', word: 'task', scope: 'crm.objects.contacts' },
  { id: '0-48', path: 'calls', word: 'call', scope: 'crm.objects.contacts' },
  { id: '0-47', path: 'meetings', word: 'meeting', scope: 'crm.objects.contacts' },
  { id: '0-49', path: 'emails', word: 'email', scope: 'crm.objects.contacts' },
] as const;

export type HubspotType = (typeof TYPES)[number];
export type TypePath = HubspotType['path'];

/** By any name a path may use: `contacts`, `contact`, `0-1`. */
export function typeNamed(name: string): HubspotType | undefined {
  return TYPES.find((type) => type.id === name || type.path === name || type.word === name);
}

/** HUBSPOT_DEFINED association types: from, to, id there, id back. */
const DEFINED: readonly [TypePath, TypePath, number, number][] = [
  ['notes', 'contacts', 202, 201],
  ['notes', 'companies', 190, 189],
  ['notes', 'deals', 214, 213],
  ['notes', 'tickets', 228, 227],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['tasks', 'deals', 216, 215],
  ['tasks', 'tickets', 230, 229],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['calls', 'deals', 206, 205],
  ['calls', 'tickets', 220, 219],
  ['meetings', 'contacts', 200, 199],
  ['meetings', 'companies', 188, 187],
  ['meetings', 'deals', 212, 211],
  ['meetings', 'tickets', 226, 225],
  ['emails', 'contacts', 198, 197],
  ['emails', 'companies', 186, 185],
  ['emails', 'deals', 210, 209],
  ['emails', 'tickets', 224, 223],
  ['notes', 'leads', 855, 854],
  ['tasks', 'leads', 647, 646],
  ['calls', 'leads', 597, 596],
  ['meetings', 'leads', 601, 600],
  ['emails', 'leads', 599, 598],
  ['leads', 'contacts', 578, 579],
  ['leads', 'companies', 610, 609],
  ['deals', 'line_items', 19, 20],
  ['contacts', 'companies', 279, 280],
  ['contacts', 'companies', 1, 2],
  ['contacts', 'deals', 4, 3],
  ['contacts', 'tickets', 15, 16],
  ['deals', 'companies', 341, 342],
  ['deals', 'companies', 5, 6],
];

/** One association type in one direction. */
export interface Defined {
  id: number;
  back: number;
  /** The label `Primary` of a company; the others have none. */
  label: string | null;
}

/** Association types from one type to another, the plain one first. */
export function definedBetween(from: TypePath, to: TypePath): Defined[] {
  const label = (id: number) => ([1, 2, 5, 6].includes(id) ? 'Primary' : null);
  return DEFINED.flatMap(([a, b, there, back]) => {
    if (a === from && b === to) return [{ id: there, back, label: label(there) }];
    return b === from && a === to ? [{ id: back, back: there, label: label(back) }] : [];
  });
}
