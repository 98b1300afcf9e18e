import type { CreateVendor, VendorSandbox } from '../vendor.ts';
import { json } from './answers.ts';
import { iso } from './seed.ts';

/** Ids of the crowd begin above all others. */
const FIRST_ID = 60_000_000_000n;
const STEP = 37n;
/** When all of them were made and last changed: before the story is told. */
const MADE_AT = Date.UTC(2025, 0, 6, 9);
const CONTACTS = /\/crm\/(?:v3\/objects|objects\/[^/]+)\/(?:contacts|0-1)(?:\/(search|batch\/read|\d+))?$/;
const FIRST = ['Ana', 'Boris', 'Chiara', 'Дмитрий', 'Elena', 'Fatima', 'Goran', 'Hana', 'José', 'Keiko', 'Мария'];
const LAST = ['Pérez', 'Ivanov', 'Rossi', 'Смирнова', 'Okafor', 'Nowak', 'Tanaka', 'O’Neil', 'Кузнецов', 'Weber'];

interface SearchBody {
  filterGroups?: { filters: { propertyName: string; operator: string; value?: string }[] }[];
  properties?: string[];
  limit?: number;
  inputs?: { id: string }[];
}

/**
 * HubSpot with so many contacts more, which take no memory: each is worked out from its number when a page is asked for. They answer to the
 * search by which changes are read (by id, within a stretch of time), to reading many, and to being changed. The contacts of the story stay
 * readable by id, but are in no such search.
 */
export function withBulk(create: CreateVendor, count: number): CreateVendor {
  return (context): VendorSandbox => {
    const vendor = create(context);
    const { credentials } = vendor.connection;
    const token = credentials.kind === 'token' ? credentials.token : '';
    const crowd = new Crowd(count);
    return {
      ...vendor,
      async handle(request) {
        const [whole, last] = CONTACTS.exec(new URL(request.url).pathname) ?? [];
        const isMeant = whole !== undefined && last !== undefined && request.headers.get('authorization') === `Bearer ${token}`;
        if (!isMeant) return vendor.handle(request);
        const body = (await request
          .clone()
          .json()
          .catch(() => ({}))) as SearchBody & { properties?: unknown };
        const answer = crowd.answer(request.method, last, body, context.now());
        answer?.headers.set('date', new Date(context.now()).toUTCString());
        return answer ?? vendor.handle(request);
      },
    };
  };
}

class Crowd {
  readonly #count: number;
  /** What was changed since: id → values and when. */
  readonly #changed = new Map<bigint, { values: Record<string, string>; at: number }>();

  constructor(count: number) {
    this.#count = count;
  }

  answer(method: string, last: string, body: SearchBody & { properties?: unknown }, now: number): Response | undefined {
    if (last === 'search') return this.#search(body);
    if (last === 'batch/read') {
      const ids = (body.inputs ?? []).map(({ id }) => BigInt(id));
      return ids.every((id) => this.#has(id))
        ? json({ status: 'COMPLETE', results: ids.map((id) => this.#object(id, body.properties)) })
        : undefined;
    }
    const id = BigInt(last);
    if (!this.#has(id)) return undefined;
    if (method === 'PATCH')
      this.#changed.set(id, { values: { ...this.#changed.get(id)?.values, ...(body.properties as object) }, at: now });
    return method === 'PATCH' || method === 'GET' ? json(this.#object(id, undefined)) : undefined;
  }

  #search({ filterGroups = [], properties, limit = 10 }: SearchBody): Response | undefined {
    const filters = filterGroups[0]?.filters ?? [];
    const bound = (name: string, operator: string) =>
      filters.find((each) => each.propertyName === name && each.operator === operator)?.value;
    const asked = filters.every(({ propertyName }) => propertyName === 'hs_object_id' || propertyName === 'lastmodifieddate');
    if (!asked || filterGroups.length > 1) return undefined;
    const from = BigInt(bound('hs_object_id', 'GTE') ?? '0');
    const since = Number(bound('lastmodifieddate', 'GTE') ?? 0);
    const until = Number(bound('lastmodifieddate', 'LTE') ?? Number.MAX_SAFE_INTEGER);
    const found: bigint[] = [];
    for (const id of this.#from(from, since)) {
      const at = this.#changed.get(id)?.at ?? MADE_AT;
      if (at < since || at > until) continue;
      if (found.length === limit)
        return json({ total: this.#count, results: this.#objects(found, properties), paging: { next: { after: String(limit) } } });
      found.push(id);
    }
    return json({ total: this.#count, results: this.#objects(found, properties) });
  }

  /** Ids from `from` on, those alone that can have been changed since. */
  *#from(from: bigint, since: number): Generator<bigint> {
    if (since > MADE_AT) {
      yield* [...this.#changed.keys()].filter((id) => id >= from).sort((a, b) => (a < b ? -1 : 1));
      return;
    }
    const first = from <= FIRST_ID ? 0n : (from - FIRST_ID + STEP - 1n) / STEP;
    for (let nth = first; nth < BigInt(this.#count); nth++) yield FIRST_ID + nth * STEP;
  }

  #has(id: bigint): boolean {
    const nth = (id - FIRST_ID) / STEP;
    return id >= FIRST_ID && (id - FIRST_ID) % STEP === 0n && nth < BigInt(this.#count);
  }

  #objects(ids: readonly bigint[], properties: unknown) {
    return ids.map((id) => this.#object(id, properties));
  }

  #object(id: bigint, properties: unknown) {
    const nth = Number((id - FIRST_ID) / STEP);
    const [first, last] = [FIRST[nth % FIRST.length] ?? '', LAST[Math.floor(nth / 7) % LAST.length] ?? ''];
    const changed = this.#changed.get(id);
    const at = iso(changed?.at ?? MADE_AT);
    const all: Record<string, string> = {
      hs_object_id: String(id),
      firstname: first,
      lastname: `${last} ${nth}`,
      email: `person${nth}@company${nth % 5000}.example`,
      phone: `+34 6${String(nth).padStart(8, '0')}`,
      jobtitle: 'Head of Purchasing',
      company: `${last} Logistics ${nth % 5000}`,
      city: 'Valencia',
      country: 'Spain',
      createdate: iso(MADE_AT),
      ...changed?.values,
      lastmodifieddate: at,
      hs_lastmodifieddate: at,
    };
    const wanted = Array.isArray(properties) ? (properties as string[]) : Object.keys(all);
    const shown = Object.fromEntries([...wanted, 'hs_object_id', 'lastmodifieddate'].map((name) => [name, all[name] ?? null]));
    return { id: String(id), properties: shown, createdAt: iso(MADE_AT), updatedAt: at, archived: false };
  }
}
