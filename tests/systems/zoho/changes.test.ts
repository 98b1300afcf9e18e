import { describe, expect, it } from 'vitest';
import type { Io, RecordRef } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { aSandbox } from './harness.ts';

const MINUTE = 60_000;

describe('changes', () => {
  async function all(object: RecordRef['object'], cursor: string | undefined, io: Io) {
    const rows = [];
    let place = cursor;
    for (let page = 0; page < 50; page += 1) {
      const answer = await zoho.changes(object, place, io);
      rows.push(...answer.rows);
      place = answer.cursor;
      if (!answer.more) return { rows, cursor: place };
    }
    throw new RangeError('no end');
  }

  it('changes gives everything first, then only what changed or went, over several pages', async () => {
    const box = aSandbox();
    const first = await all('contact', undefined, box.io());
    const contacts = [...box.vendor.people().values()].flat().filter((each) => each.object === 'contact');
    expect(new Set(first.rows.map(({ ref }) => ref.id))).toEqual(new Set(contacts.map(({ id }) => id)));
    box.state.now += 60 * MINUTE;
    await zoho.perform({ kind: 'field', field: 'Title', value: 'CEO', on: [box.ref('zoe-rocket')], at: box.state.now }, 'k', box.io());
    const second = await all('contact', first.cursor, box.io());
    expect(second.rows.map(({ ref }) => ref.id)).toContain(box.ref('zoe-rocket').id);
    expect(second.rows.length).toBeLessThan(first.rows.length / 2);
    const gone = await box.io().fetch(
      new Request(`https://www.zohoapis.eu/crm/v8/Contacts/${box.ref('percent').id}`, {
        method: 'DELETE',
        headers: { authorization: `Zoho-oauthtoken ${(box.vendor.connection.credentials as { token: string }).token}` },
      }),
    );
    expect(gone.status).toBe(200);
    const third = await all('contact', second.cursor, box.io());
    expect(third.rows).toContainEqual({ ref: box.ref('percent'), deletedAt: box.state.now });
    const header = box.requests.at(-1)?.headers.get('if-modified-since');
    expect(header).toMatch(/^2026-11-16T\d{2}:\d{2}:\d{2}\+00:00$/);
  });

  it('changes asks for the mapped columns too, and never for more than the vendor takes', async () => {
    const box = aSandbox();
    const mapped = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`f${index}`, `A_field_of_the_customers_own_with_a_long_name_${index}`]),
    );
    const io = box.io({ fieldMap: { Contacts: { first: 'Page_Views', bad: 'x y', ...mapped } } });
    const { rows } = await zoho.changes('contact', undefined, io);
    const fields = /fields=([^&]*)/.exec(box.requests[0]?.line ?? '')?.[1] ?? '';
    expect(fields.split(',')).toEqual(expect.arrayContaining(['Last_Name', 'Page_Views']));
    expect(fields).not.toContain('x y');
    expect([fields.length <= 1000, fields.split(',').length <= 50]).toEqual([true, true]);
    const ana = rows.find(({ ref }) => ref.id === box.ref('ana-perez').id);
    expect(ana).toMatchObject({ custom: { Page_Views: 34 } });
  });

  it('changes of activities goes through notes, tasks, calls and meetings in one round', async () => {
    const box = aSandbox();
    const first = await all('activity', undefined, box.io());
    expect(new Set(first.rows.map(({ ref }) => ref.native))).toEqual(new Set(['Notes', 'Tasks', 'Calls', 'Events']));
    box.state.now += 60 * MINUTE;
    const receipt = await zoho.perform({ kind: 'note', text: 'New', on: [box.ref('ana-perez')], at: box.state.now }, 'k', box.io());
    const second = await all('activity', first.cursor, box.io());
    expect(second.rows.map(({ ref }) => ref.id)).toEqual(receipt.refs.map(({ id }) => id));
  });

  it.each(['', 'x', '{}', '{"at":9}', '{"at":0,"since":"x"}'])('changes throws bad-cursor when it is %j', async (cursor) => {
    await expect(zoho.changes('contact', cursor, aSandbox().io())).rejects.toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
  });

  it('changes throws unsupported for what has no list', async () => {
    await expect(zoho.changes('file', undefined, aSandbox().io())).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
  });
});
