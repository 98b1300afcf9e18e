import { definedBetween, type TypePath } from './types.ts';

export type Values = Record<string, string | null>;

export interface StoredObject {
  type: TypePath;
  id: string;
  properties: Values;
  createdAt: number;
  updatedAt: number;
  archived: boolean;
  archivedAt?: number;
  /** Another object this one was merged into. */
  mergedInto?: string;
  /** What the search index may still show: earlier states with the moment they were written (0 = seeded). */
  states: { writtenAt: number; properties: Values; archived: boolean }[];
}

export interface Link {
  type: TypePath;
  id: string;
  typeIds: Set<number>;
}

/** All CRM objects and how they hang together. Ids are handed out once, in order, and are too long for a carefree number. */
export class Tables {
  readonly #objects = new Map<string, StoredObject>();
  readonly #links = new Map<string, Link[]>();
  #lastId = 48_100_000_000n;

  /** Seeds and creates alike; `writtenAt` 0 = known to the search index from the beginning. */
  add(type: TypePath, properties: Values, times: { createdAt: number; updatedAt: number; writtenAt: number }): StoredObject {
    this.#lastId += 37n;
    const id = String(this.#lastId);
    const full = { ...properties, hs_object_id: id };
    const object: StoredObject = {
      type,
      id,
      properties: full,
      createdAt: times.createdAt,
      updatedAt: times.updatedAt,
      archived: false,
      states: [{ writtenAt: times.writtenAt, properties: full, archived: false }],
    };
    this.#objects.set(`${type}/${id}`, object);
    return object;
  }

  get(type: TypePath, id: string): StoredObject | undefined {
    const object = this.#objects.get(`${type}/${id}`);
    if (object?.mergedInto !== undefined) return this.get(type, object.mergedInto);
    return object?.archived ? undefined : object;
  }

  /** The winner takes over the links and lists the loser's id for ever; the loser answers as the winner from now on. */
  merge(winner: StoredObject, loser: StoredObject, now: number): void {
    for (const link of this.#links.get(`${loser.type}/${loser.id}`) ?? []) {
      const target = this.get(link.type, link.id);
      if (target) this.link(winner, target, [...link.typeIds]);
    }
    this.change(loser, { archived: true }, now);
    loser.mergedInto = winner.id;
    const changed = winner.type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
    const merged = [winner.properties.hs_merged_object_ids, loser.id].filter(Boolean).join(';');
    this.change(winner, { properties: { hs_merged_object_ids: merged, [changed]: new Date(now).toISOString() } }, now);
  }

  all(type: TypePath): StoredObject[] {
    return [...this.#objects.values()].filter((object) => object.type === type);
  }

  change(object: StoredObject, change: { properties?: Values; archived?: boolean }, now: number): void {
    object.properties = { ...object.properties, ...change.properties };
    object.archived = change.archived ?? object.archived;
    if (change.archived) object.archivedAt = now;
    object.updatedAt = now;
    object.states.push({ writtenAt: now, properties: object.properties, archived: object.archived });
  }

  /** Ties two objects in both directions with all given types of the first direction. */
  link(from: StoredObject, to: StoredObject, typeIds: readonly number[]): void {
    const types = definedBetween(from.type, to.type).filter((each) => typeIds.includes(each.id));
    this.#tie(
      from,
      to,
      types.map((each) => each.id),
    );
    this.#tie(
      to,
      from,
      types.map((each) => each.back),
    );
  }

  links(from: StoredObject, to: TypePath): Link[] {
    const links = this.#links.get(`${from.type}/${from.id}`) ?? [];
    return links.filter((link) => link.type === to && this.get(link.type, link.id) !== undefined);
  }

  #tie(from: StoredObject, to: StoredObject, typeIds: readonly number[]): void {
    const key = `${from.type}/${from.id}`;
    const links = this.#links.get(key) ?? [];
    this.#links.set(key, links);
    let link = links.find((each) => each.type === to.type && each.id === to.id);
    if (!link) {
      link = { type: to.type, id: to.id, typeIds: new Set() };
      links.push(link);
    }
    for (const id of typeIds) link.typeIds.add(id);
  }
}
