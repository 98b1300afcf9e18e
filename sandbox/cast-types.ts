/** The systems the cast lives in today; a new system adds its name here and its share in `cast.ts`. */
export type CastSystem = 'hubspot' | 'salesforce' | 'pipedrive' | 'amocrm' | 'zoho' | 'dynamics';

/** One company of the story and how each system spells it. Keys are stable across seeds for the hand-written ones. */
export interface CastCompany {
  key: string;
  copies: {
    system: CastSystem;
    name: string;
    domain?: string;
    phone?: string;
    industry?: string;
    employees?: number;
    revenueMinor?: number;
    currency: string;
    country?: string;
    city?: string;
    createdAt: number;
    changedAt: number;
    ownerIndex: number;
  }[];
}

/** One person of the story; two copies in one system are a duplicate inside that system. */
export interface CastPerson {
  key: string;
  companyKey?: string;
  copies: {
    system: CastSystem;
    /** A lead where the system has leads apart from contacts (Salesforce); else the same as contact. */
    as: 'contact' | 'lead';
    firstName?: string;
    lastName?: string;
    emails: string[];
    phones: string[];
    title?: string;
    country?: string;
    city?: string;
    createdAt: number;
    changedAt: number;
    ownerIndex: number;
    /** Custom facts under the keys of `CAST_CUSTOM_FIELDS` (`cast/custom-fields.ts`); empty for people nobody has tracked. */
    custom: Record<string, string | number>;
  }[];
}

/** A deal lives in one system and belongs to a company and people; the first person is the primary contact. */
export interface CastDeal {
  key: string;
  system: CastSystem;
  title: string;
  companyKey?: string;
  personKeys: string[];
  amountMinor?: number;
  currency: string;
  /** 0 to 4 into the vendor's five open stages. */
  stageIndex: number;
  status: 'open' | 'won' | 'lost';
  closeAt?: number;
  createdAt: number;
  changedAt: number;
  ownerIndex: number;
}

/** One activity in one system. */
export interface CastActivity {
  key: string;
  system: CastSystem;
  kind: 'note' | 'task' | 'call' | 'email' | 'meeting';
  at: number;
  personKey?: string;
  companyKey?: string;
  dealKey?: string;
  title?: string;
  text?: string;
  direction?: 'in' | 'out';
  outcome?: string;
  durationMs?: number;
  dueAt?: number;
  done?: boolean;
  ownerIndex: number;
}

/** A colleague; index 0 is the rep who uses Sidelight, in every system. */
interface CastOwner {
  firstName: string;
  lastName: string;
  email: string;
}

/** The whole story, vendor-neutral and deterministic per seed. Each vendor seeds its tables with its own copies. */
export interface Cast {
  seed: number;
  /** The moment the story is told, epoch ms; everything else lies around it. */
  asOf: number;
  owners: CastOwner[];
  companies: CastCompany[];
  people: CastPerson[];
  deals: CastDeal[];
  activities: CastActivity[];
}
