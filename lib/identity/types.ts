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

/** What a crowd of records tells about single values. Without it every phone and name counts as one person's own. */
export interface MatchContext {
  /** ISO 3166-1 alpha-2, for phones without a country code. */
  defaultCountry?: string;
  /** Normalised phone → how many different family names use it. */
  phoneOwners?: ReadonlyMap<string, number>;
  /** Name key → how many records bear it. */
  nameBearers?: ReadonlyMap<string, number>;
  /** All records come from one source: that two do says nothing then. Else a source rarely holds one person twice. */
  oneSource?: boolean;
}
