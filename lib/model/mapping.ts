/** What a mapped value has to be. `code`: text that may be digits alone; `list`: several texts in one value. */
export type ValueKind = 'text' | 'code' | 'email' | 'phone' | 'domain' | 'number' | 'money' | 'day' | 'list';

/**
 * The fields of ours that a system's field can be mapped to, per kind of record, in the order they are offered. Members of the record
 * first, then facts that only the lead score reads; `leadScore` is where a score is written back to.
 */
export const CANONICAL_FIELDS = {
  person: {
    name: 'text',
    firstName: 'text',
    lastName: 'text',
    emails: 'email',
    phones: 'phone',
    title: 'text',
    companyName: 'text',
    city: 'text',
    country: 'text',
    industry: 'text',
    employees: 'number',
    revenue: 'money',
    technologies: 'list',
    websiteVisits: 'number',
    contentDownloads: 'number',
    emailsOpened: 'number',
    emailsClicked: 'number',
    replies: 'number',
    leadScore: 'number',
  },
  company: {
    name: 'text',
    domains: 'domain',
    emails: 'email',
    phones: 'phone',
    industry: 'text',
    employees: 'number',
    revenue: 'money',
    city: 'text',
    country: 'text',
    taxId: 'code',
    technologies: 'list',
    websiteVisits: 'number',
    contentDownloads: 'number',
    leadScore: 'number',
  },
  deal: {
    name: 'text',
    amount: 'money',
    closeAt: 'day',
    probabilityPct: 'number',
  },
} as const satisfies Record<string, Record<string, ValueKind>>;

type Kinds = typeof CANONICAL_FIELDS;
/** Kinds of records whose fields can be mapped. */
export type MappableKind = keyof Kinds;
/** Name of a field of ours. */
export type CanonicalField = { [K in MappableKind]: keyof Kinds[K] }[MappableKind] & string;

/** Objects whose fields can be mapped, and what they become. */
export const MAPPABLE_OBJECTS = { contact: 'person', lead: 'person', company: 'company', deal: 'deal' } as const satisfies Record<
  string,
  MappableKind
>;
export type MappableObject = keyof typeof MAPPABLE_OBJECTS;

/** Fields of ours for one object, with what their values have to be. */
export function canonicalFields(object: MappableObject): Readonly<Partial<Record<CanonicalField, ValueKind>>> {
  return CANONICAL_FIELDS[MAPPABLE_OBJECTS[object]];
}

/** The field a score is written to where the account has none yet. One name for a whole company, whatever language each colleague reads. */
export const SCORE_FIELD = { name: 'sidelight_score', label: 'Sidelight score' } as const;

/** A field of a system. */
export interface MappedField {
  /** The vendor's own key. */
  key: string;
  label: string;
  /** The vendor's own type word. */
  type: string;
  /** What the vendor stores → what it shows, for fields with choices. */
  options?: Record<string, string>;
}

/** What the rep has decided about the fields of one object. */
export interface MappingChoice {
  /** Field of ours → the system's field. Each at most once. */
  fields: { [F in CanonicalField]?: MappedField };
  /** Fields shown on the card as they are, in this order. */
  pins: MappedField[];
  /** Keys whose proposal was turned down: not proposed again. */
  skipped: string[];
}

/** The mapping of one object of one account: the same for every connection to that account, in any browser. */
export interface ObjectMapping extends MappingChoice {
  system: string;
  account: string;
  object: MappableObject;
}

/** One string per mapping: key of its row. */
export function mappingId({ system, account, object }: Pick<ObjectMapping, 'system' | 'account' | 'object'>): string {
  return [system, account, object].map((part) => encodeURIComponent(part.toWellFormed())).join('/');
}

/** Why a field is proposed: its label or key is one of the names we know, or close to one; what its type and its values add. */
export type ProposalReason = 'label' | 'key' | 'similar' | 'type' | 'values';

/** `confidence`: 0 to 1. */
export interface Proposal {
  key: string;
  canonical: CanonicalField;
  confidence: number;
  reasons: ProposalReason[];
}

/** From here on a proposal is called sure; below, likely. What is less than likely is not proposed. */
export const SURE = 0.85;

/** A value as a card shows it: days and numbers stay to be written in the reader's way. `at`: epoch ms. */
export type ShownValue =
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number }
  | { kind: 'money'; amount: number; currency: string }
  | { kind: 'day'; at: number }
  | { kind: 'yes' | 'no' };

/** A field of a system on the mapping sheet. */
export interface FieldRow extends MappedField {
  /** Made by the account, not by the vendor. */
  custom: boolean;
  /** Sidelight reads it already: nothing to decide. */
  known: boolean;
  /** What a record holds in it. */
  example?: ShownValue;
  proposal?: Proposal;
  /** Fields of ours that it can be mapped to by its type. */
  fits: CanonicalField[];
}

/** The mapping sheet of one object. */
export interface FieldSheet {
  object: MappableObject;
  rows: FieldRow[];
  choice: MappingChoice;
  /** Names of the records the examples are from. */
  examples: string[];
}
