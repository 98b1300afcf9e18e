import * as v from 'valibot';
import { changeBack } from './change.ts';
import type { Io, Receipt, RecordRef, SystemId } from './contract.ts';
import { SystemError } from './contract.ts';
import type { Open } from './editing.ts';

const members = v.record(v.string(), v.unknown());
/** What receipts of `making` and `editing` remember. */
const memory = v.variant('kind', [
  v.object({
    kind: v.literal('made'),
    what: v.picklist(['entry', 'file', 'record']),
    place: v.optional(v.string()),
    changedAt: v.optional(v.array(v.nullable(v.number()))),
  }),
  v.object({ kind: v.literal('changed'), place: v.string(), from: members, to: members }),
]);
type Made = Extract<v.InferOutput<typeof memory>, { kind: 'made' }>;

/** How a vendor takes back what was made. */
export interface Undoing {
  system: SystemId;
  open: Open;
  /**
   * The step that deletes, as softly as the vendor can; undefined for a ref that cannot have been made here. It may throw `not-found`:
   * what is gone is undone.
   */
  removal(ref: RecordRef, what: Made['what'], place: string | undefined, io: Io): (() => Promise<void>) | undefined;
  /** When a record was last changed, epoch ms; undefined where nobody knows. */
  changedAt(ref: RecordRef, io: Io): Promise<number | undefined>;
}

/**
 * Takes a write back by what its receipt remembers: removes all copies of what was made (a record only while nobody has touched it), sets
 * back what was changed.
 * @throws SystemError `invalid` with code `cannot-undo` for a receipt that remembers nothing of the kind, `conflict` with code `changed`
 * when somebody has changed the same since.
 */
export async function undo({ system, open, removal, changedAt }: Undoing, receipt: Receipt, io: Io): Promise<void> {
  const was = v.safeParse(memory, receipt.before);
  const [first] = receipt.refs;
  const ours = receipt.refs.every((ref) => ref.system === system && ref.account === io.connection.account);
  if (!was.success || !first || !ours) throw cannot();
  const before = was.output;
  if (before.kind === 'changed') return changeBack(open(before.place, first.id, io), before);
  const steps = receipt.refs.map((ref, index) => {
    const remove = removal(ref, before.what, before.place, io);
    if (!remove) throw cannot();
    return async () => {
      if (before.what === 'record' && (before.changedAt?.[index] ?? undefined) !== (await changedAt(ref, io)))
        throw new SystemError('conflict', { code: 'changed' });
      await remove();
    };
  });
  for (const step of steps)
    await step().catch((error: unknown) => {
      if (!(error instanceof SystemError) || error.kind !== 'not-found') throw error;
    });
}

function cannot(): SystemError {
  return new SystemError('invalid', { code: 'cannot-undo' });
}
