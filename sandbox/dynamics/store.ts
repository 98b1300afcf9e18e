import type { VendorContext } from '../vendor.ts';
import { MODEL } from './model.ts';

/** Values in the vendor's names; a lookup is `_x_value` with the table it leads to beside it, under `_x_type`. */
export type Row = Record<string, string | number | boolean | null>;

/** A refusal in the vendor's form. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const HOST = 'northwind.crm4.dynamics.com';
export const ORIGIN = `https://${HOST}`;
export const ROOT = '/api/data/v9.2';

/** Tables that `activitypointers` shows together. */
export const ACTIVITIES = ['task', 'phonecall', 'email', 'appointment'] as const;

/** Everything one environment holds. Every write bumps the version; what is deleted is remembered for change tracking. */
export class Store {
  readonly context: VendorContext;
  readonly #tables = new Map<string, Map<string, Row>>();
  readonly deleted: { native: string; id: string; version: number }[] = [];
  #version = 1_000_000;
  #made = 0;
  userId = '';
  /** What undoes the writes of the change set that is open. */
  #undo: (() => void)[] | undefined;

  constructor(context: VendorContext) {
    this.context = context;
    for (const native of Object.keys(MODEL)) this.#tables.set(native, new Map());
  }

  get version(): number {
    return this.#version;
  }

  all(native: string): Row[] {
    if (native === 'activitypointer') return ACTIVITIES.flatMap((each) => this.all(each));
    return [...(this.#tables.get(native)?.values() ?? [])];
  }

  get(native: string, id: unknown): Row | undefined {
    if (typeof id !== 'string') return undefined;
    if (native === 'activitypointer') return ACTIVITIES.map((each) => this.get(each, id)).find((row) => row !== undefined);
    return this.#tables.get(native)?.get(id);
  }

  put(native: string, row: Row): Row {
    const table = this.#tables.get(native);
    const id = String(row[MODEL[native]?.key ?? '']);
    const before = table?.get(id);
    this.#version += 1;
    const kept = { ...row, versionnumber: this.#version };
    table?.set(id, kept);
    this.#undo?.push(() => (before ? table?.set(id, before) : table?.delete(id)));
    return kept;
  }

  delete(native: string, id: string): void {
    const table = this.#tables.get(native);
    const before = table?.get(id);
    if (!before) return;
    table?.delete(id);
    this.#version += 1;
    this.deleted.push({ native, id, version: this.#version });
    this.#undo?.push(() => {
      table?.set(id, before);
      this.deleted.pop();
    });
  }

  newId(): string {
    this.#made += 1;
    return guidFor(`new-${this.#made}`);
  }

  now(): string {
    return stamp(this.context.now());
  }

  /** All or nothing. */
  atomic<T>(work: () => T): T {
    this.#undo = [];
    try {
      return work();
    } catch (error) {
      for (const step of this.#undo.reverse()) step();
      throw error;
    } finally {
      this.#undo = undefined;
    }
  }
}

/** Seconds are as fine as the vendor's moments get. */
export function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** A GUID from a text, the same every time. */
export function guidFor(text: string): string {
  let hex = '';
  for (let part = 0; part < 4; part++) {
    let value = (0x811c9dc5 ^ Math.imul(part + 1, 0x9e3779b1)) >>> 0;
    for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    value ^= value >>> 13;
    hex += (Math.imul(value, 0x85ebca6b) >>> 0).toString(16).padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-ee11-9ae7-${hex.slice(20, 32)}`;
}
