import { describe, expect, it } from 'vitest';
import type { RecordRef, SystemRecord, Tombstone } from '../../../lib/systems/contract.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { failure } from '../../failure.ts';
import { makerOf } from './seed.ts';
import type { TrytonStand } from './server.ts';

/** What is new and changed, by the server's own stamps. */
export function changes(server: () => TrytonStand): void {
  const io = () => server().io();

  describe('changes', () => {
    const told = (rows: readonly (SystemRecord | Tombstone | object)[]) =>
      rows.map((row) => ('ref' in row ? (row.ref as RecordRef).id : ''));

    it.each(['company', 'contact', 'order', 'invoice', 'product', 'activity'] as const)(
      'changes tells every %s once and then nothing',
      async (object) => {
        const first = await tryton.changes(object, undefined, io());
        expect(first.more).toBe(false);
        expect(first.rows.length).toBeGreaterThan(0);
        expect(new Set(told(first.rows)).size).toBe(first.rows.length);
        expect((await tryton.changes(object, first.cursor, io())).rows).toEqual([]);
      },
    );

    it('changes tells what is new and what is changed, by pages, when many have the same moment', async () => {
      const { rpc, seeded } = server();
      const { cursor } = await tryton.changes('company', undefined, io());
      const names = Array.from({ length: 205 }, (_, at) => ({ name: `Bulk ${at}` }));
      const made = (await rpc('model.party.party.create', names)) as number[];
      await rpc('model.party.party.write', [seeded.yulia], { lang: null });
      const seen: string[] = [];
      let page = await tryton.changes('company', cursor, io());
      seen.push(...told(page.rows));
      for (let turn = 0; page.more && turn < 10; turn += 1) {
        page = await tryton.changes('company', page.cursor, io());
        seen.push(...told(page.rows));
      }
      expect(seen.toSorted()).toEqual([...made, seeded.yulia].map(String).toSorted());
      await rpc('model.party.party.delete', made);
    });

    it('changes tells a merged party as a tombstone that names the other', async () => {
      const { rpc, seeded } = server();
      const { cursor } = await tryton.changes('company', undefined, io());
      const party = await makerOf(rpc)('party.party', { name: 'Llantas Norte' });
      await rpc('model.party.party.write', [party], { active: false, replaced_by: seeded.norte });
      expect((await tryton.changes('company', cursor, io())).rows).toEqual([
        { ref: { ...server().refs.company, id: String(party) }, mergedInto: server().refs.company },
      ]);
    });

    it('changes throws unsupported when there is no such thing', async () => {
      expect((await failure(tryton.changes('deal', undefined, io()))).code).toBe('unsupported');
    });
  });
}
