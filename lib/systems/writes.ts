import type { Action, Capability, Io, Receipt, RecordRef, System } from './contract.ts';
import { SystemError } from './contract.ts';

/** The action of one kind. */
export type ActionOf<K extends Action['kind']> = Extract<Action, { kind: K }>;

/** How a system does one kind of action, and how it finds out whether an unanswered one landed. */
export interface Writer<K extends Action['kind']> {
  perform(action: ActionOf<K>, key: string, io: Io): Promise<Receipt>;
  confirm(action: ActionOf<K>, key: string, io: Io): Promise<Receipt | undefined>;
}

/** What a system can write; a kind that is left out is an absent capability. */
export type Writers = { readonly [K in Action['kind']]?: Writer<K> };

/** The two verbs over a table of writers. @throws SystemError `invalid` with code `unsupported` for a kind that is not in it. */
export function writing(writers: Writers): Pick<System, 'perform' | 'confirm'> {
  const writerOf = (kind: Action['kind']) => {
    // The table pairs each kind with the writer of that kind, which a look-up by a union cannot say.
    const writer = Object.hasOwn(writers, kind) ? (writers[kind] as Writer<Action['kind']> | undefined) : undefined;
    if (!writer) throw new SystemError('invalid', { code: 'unsupported' });
    return writer;
  };
  return {
    perform: async (action, key, io) => writerOf(action.kind).perform(action, key, io),
    confirm: async (action, key, io) => writerOf(action.kind).confirm(action, key, io),
  };
}

type Noun<T> = T extends `read:${infer N}` ? N : never;

const LISTS = ['owners', 'pipelines', 'fields'] as const;
/** The lists of a vendor whose API lets users add fields. */
export const LISTS_THAT_GROW: readonly Capability[] = [...LISTS, 'write:field-definition'];

/** All verbs but the lists, the kinds of record that are read, and all that the table of writers holds. */
export function capabilitiesOf(
  read: readonly Noun<Capability>[],
  writers: Writers,
  lists: readonly Capability[] = LISTS,
): ReadonlySet<Capability> {
  return new Set<Capability>([
    ...(['find', 'related', 'timeline', 'changes'] as const),
    ...lists,
    ...read.map((object) => `read:${object}` as const),
    ...Object.keys(writers).map((kind) => `write:${kind as Action['kind']}` as const),
  ]);
}

/** A receipt without the members that have no value. `before` is what undo needs. */
export function receiptOf(refs: RecordRef[], io: Pick<Io, 'now'>, url?: string, before?: unknown): Receipt {
  return { refs, at: io.now(), ...(url !== undefined && { url }), ...(before !== undefined && { before }) };
}
