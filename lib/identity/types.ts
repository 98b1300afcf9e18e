type MatchText =
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'phone'
  | 'company'
  | 'title'
  | 'dob'
  | 'street'
  | 'street2'
  | 'city'
  | 'state'
  | 'postcode'
  | 'country'
  | 'website'
  | 'taxId'
  | 'nationalId'
  | 'gender';
type MatchList = 'names' | 'emails' | 'phones' | 'addresses' | 'ids';

/** One record as the matcher sees it. `org` is what the model calls a company; unknown keys are ignored. */
export type MatchRecord = { id: string; source: string; kind: 'person' | 'org' } & { [K in MatchText]?: string } & {
  [K in MatchList]?: string[];
};

/** One ground for or against; `weight` in natural log-odds, positive = for. The panel puts `code` into words. */
export interface Reason {
  code: string;
  weight: number;
  values?: Record<string, string>;
}

/** `same`: may be linked without asking; `maybe`: ask; the reasons, heaviest first. */
export interface Comparison {
  probability: number;
  decision: 'same' | 'maybe' | 'different';
  reasons: Reason[];
}

/** What is counted about one spelling (a name, a company's name) in a crowd. */
export interface Bearers {
  records: number;
  /** The most records that one source holds of it: a system rarely holds a person twice, so these are about as many people. */
  inOneSource: number;
  /** Different employers (of an org: web sites) among them. */
  groups: number;
}

/** What a crowd of records tells about single values. Without it nothing is known about how telling they are. */
export interface MatchContext {
  /** ISO 3166-1 alpha-2, for phones without a country code. */
  defaultCountry?: string;
  /** Records counted. */
  size?: number;
  /** Last digits of a phone (`phoneSuffix`) → how many different names use it. */
  phoneOwners?: ReadonlyMap<string, number>;
  /** Phones that stand in a company's record. */
  companyPhones?: ReadonlySet<string>;
  /** Mailbox → how many different names use it. */
  mailOwners?: ReadonlyMap<string, number>;
  /** Name key (`countedKeys` in `crowd.ts`) → its bearers. */
  nameBearers?: ReadonlyMap<string, Bearers>;
  /** Company key → its bearers: people working there, or companies of that name. */
  companyBearers?: ReadonlyMap<string, Bearers>;
  /** City → records there. */
  cityRecords?: ReadonlyMap<string, number>;
  /** All records come from one source: that two do says nothing then. Else a source rarely holds one person twice. */
  oneSource?: boolean;
}
