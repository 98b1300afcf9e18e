import { SystemError } from './contract.ts';

/** Members of one record under the names they are read by. */
export type Members = Readonly<Record<string, unknown>>;

/** One record, seen through the members that are to be changed. */
export interface Editable {
  /** What the members hold now; `version` guards a write against somebody else's, where the vendor has such a thing. */
  look(names: readonly string[]): Promise<{ values: Members; version?: string | undefined }>;
  send(values: Members, version: string | undefined): Promise<void>;
}

/** What undo needs: the members as they were and as they were written. */
export interface Changed {
  from: Members;
  to: Members;
}

/**
 * Writes members, unless they hold the values already. `seen`: what the rep saw there.
 * @throws SystemError `conflict` with code `changed` and the member's name when it is not what the rep saw.
 */
export async function change(record: Editable, to: Members, seen?: Members): Promise<Changed> {
  const names = Object.keys(to);
  const { values, version } = await record.look(names);
  const field = seen && Object.keys(seen).find((name) => !sameValue(values[name], seen[name]));
  if (field !== undefined) throw new SystemError('conflict', { code: 'changed', field });
  if (!holds(values, to)) await sendOnce(record, to, version);
  return { from: Object.fromEntries(names.map((name) => [name, values[name] ?? null])), to };
}

/** Do the members hold what was asked? */
export async function isChanged(record: Editable, to: Members): Promise<boolean> {
  return holds((await record.look(Object.keys(to))).values, to);
}

/** Back to what was. @throws SystemError `conflict` with code `changed` when somebody has written the same members since. */
export async function changeBack(record: Editable, { from, to }: Changed): Promise<void> {
  const { values, version } = await record.look(Object.keys(from));
  if (holds(values, from)) return;
  const field = Object.keys(to).find((name) => !sameValue(values[name], to[name]));
  if (field !== undefined) throw new SystemError('conflict', { code: 'changed', field });
  await sendOnce(record, from, version);
}

/** A browser may send a request again on a connection that broke: the second one meets the version that the first one made. */
async function sendOnce(record: Editable, to: Members, version: string | undefined): Promise<void> {
  try {
    await record.send(to, version);
  } catch (error) {
    if (!(error instanceof SystemError) || error.kind !== 'conflict' || !(await isChanged(record, to))) throw error;
  }
}

function holds(values: Members, wanted: Members): boolean {
  return Object.keys(wanted).every((name) => sameValue(values[name], wanted[name]));
}

/** Equal to a reader: there are no empty texts, numbers may come as texts, and of a list of values the values count. */
export function sameValue(a: unknown, b: unknown): boolean {
  return shown(a) === shown(b);
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) return value.map(shown).join('\n');
  if (typeof value !== 'object') return String(value);
  return 'value' in value ? shown(value.value) : JSON.stringify(value);
}
