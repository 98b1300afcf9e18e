import type { Action, Io, RecordRef } from './contract.ts';
import { SystemError } from './contract.ts';
import { isOurs, notBefore } from './entries.ts';
import { type ActionOf, receiptOf, type Writer } from './writes.ts';

/** Something a vendor has. Times in epoch ms. */
export interface Thing {
  id: string | undefined;
  madeAt?: number | undefined;
  changedAt?: number | undefined;
  ownerId?: string | undefined;
}

/** How one kind of thing is made, and known again without a key of ours in it. */
export interface Making<K extends Action['kind']> {
  /** An entry or file is made once and then left; a record lives on. */
  what: 'entry' | 'file' | 'record';
  make(action: ActionOf<K>, io: Io): Promise<Thing>;
  /** Rows that read the same, by a path that sees fresh writes; `serverNow` is the vendor's clock. */
  alike(action: ActionOf<K>, io: Io): Promise<{ rows: readonly Thing[]; serverNow: number | undefined }>;
  /** Who must own it; default: the signed-in user. */
  ownerId?(action: ActionOf<K>): string | undefined;
  refOf(id: string, action: ActionOf<K>, io: Io): RecordRef;
  urlOf(id: string, action: ActionOf<K>, io: Io): string | undefined;
  /** What `remove` needs besides the ref: the record a file hangs on. */
  place?(action: ActionOf<K>, io: Io): string;
}

/**
 * Writer of something new. `confirm` names every copy that is there: a browser may send a request again whose answer it lost. An entry
 * cannot be older than the click that made it.
 */
export function making<K extends Action['kind']>(way: Making<K>): Writer<K> {
  const made = (things: readonly Thing[], action: ActionOf<K>, io: Io) => {
    const found = things.filter((each): each is Thing & { id: string } => each.id !== undefined);
    const [first] = found;
    if (!first) return undefined;
    const refs = found.map(({ id }) => way.refOf(id, action, io));
    const place = way.place?.(action, io);
    const changedAt = way.what === 'record' && found.map((each) => each.changedAt ?? null);
    const before = { kind: 'made', what: way.what, ...(place !== undefined && { place }), ...(changedAt && { changedAt }) };
    return receiptOf(refs, io, way.urlOf(first.id, action, io), before);
  };
  return {
    async perform(action, _key, io) {
      const receipt = made([await way.make(action, io)], action, io);
      if (!receipt) throw new SystemError('unknown-outcome', { code: 'no-id' });
      return receipt;
    },
    async confirm(action, _key, io) {
      const { rows, serverNow } = await way.alike(action, io);
      const from = notBefore(action.at, serverNow, io);
      const owner = way.ownerId?.(action);
      const mine = ({ ownerId }: Thing) => (owner === undefined ? isOurs(ownerId, io) : ownerId === owner);
      return made(
        rows.filter((row) => (row.madeAt ?? 0) >= from && mine(row)),
        action,
        io,
      );
    },
  };
}
