import type { VendorContext } from '../vendor.ts';
import { Tables } from './tables.ts';

/** The demo org's My Domain label and hosts. */
export const LABEL = 'northwind-demo';
export const API_HOST = `${LABEL}.my.salesforce.com`;
export const PAGE_HOST = `${LABEL}.lightning.force.com`;
/** What this org answers to `GET /services/data`. */
export const VERSIONS = [
  { label: "Winter '25", version: '62.0' },
  { label: "Spring '25", version: '63.0' },
  { label: "Summer '25", version: '64.0' },
  { label: "Winter '26", version: '65.0' },
  { label: "Spring '26", version: '66.0' },
  { label: "Summer '26", version: '67.0' },
  { label: "Winter '27", version: '68.0' },
].map(({ label, version }) => ({ label, url: `/services/data/v${version}`, version }));
const DAILY_LIMIT = 115_000;

/** One org: its rows, who is signed in, and what the day has cost so far. */
export class Org {
  readonly tables = new Tables();
  readonly context: VendorContext;
  orgId = '';
  userId = '';
  /** Base64 HTML of notes by their id. */
  readonly noteContents = new Map<string, string>();
  /** Rows left of large queries, by locator. */
  readonly locators = new Map<string, unknown[]>();
  apiUsage = 0;
  /** A composite of many writes is one effect per write, reported when it is certain that they stay. */
  #pending: Parameters<VendorContext['record']>[0][] = [];

  constructor(context: VendorContext) {
    this.context = context;
  }

  get limitHeader(): string {
    return `api-usage=${this.apiUsage}/${DAILY_LIMIT}`;
  }

  get limits(): unknown {
    return { DailyApiRequests: { Max: DAILY_LIMIT, Remaining: DAILY_LIMIT - this.apiUsage } };
  }

  /** The moment of a write as the API shows it. */
  stamp(at = this.context.now()): string {
    return `${new Date(at).toISOString().slice(0, 19)}.000+0000`;
  }

  note(effect: Parameters<VendorContext['record']>[0]): void {
    this.#pending.push(effect);
  }

  /** One request's writes: kept and reported, or taken back and forgotten. */
  commit<T>(work: () => T, keep: (result: T) => boolean): T {
    this.#pending = [];
    const result = this.tables.transaction(work, keep);
    if (keep(result)) for (const effect of this.#pending) this.context.record(effect);
    this.#pending = [];
    return result;
  }
}
