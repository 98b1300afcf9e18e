import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { apps } from '../../sandbox/index.ts';
import { sandboxed } from '../../tests/engine/sandboxed.ts';
import type { FieldSheet, MappableObject } from '../model/mapping.ts';
import { recordKey } from '../model/records.ts';
import { leadFacts } from '../scoring/index.ts';
import { dossier } from '../store/reading.ts';
import { allSecrets } from '../store/vault.ts';
import type { SystemId } from '../systems/contract.ts';
import { systems } from '../systems/index.ts';
import type { Engine } from './context.ts';
import { readSheet, saveChoice } from './field-sheet.ts';
import { lookUp } from './look-up.ts';

/** Those that the sandbox plays. */
const MAPPABLE = Object.values(systems).flatMap((system) => (system?.mappable && apps[system.id] ? [system.id] : []));
const OBJECTS = MAPPABLE.flatMap((system) =>
  (Object.keys(systems[system]?.mappable ?? {}) as MappableObject[]).map((object) => [system, object] as const),
);

const here = sandboxed();
const { connected } = here;

async function sheetOf(engine: Engine, id: string, object: MappableObject): Promise<FieldSheet> {
  const answer = await readSheet(engine, id, object);
  return 'sheet' in answer ? answer.sheet : expect.fail(JSON.stringify(answer.error));
}

const field = ({ rows }: FieldSheet, key: string) => {
  const row = rows.find((each) => each.key === key) ?? expect.fail(`no field ${key}`);
  const { label, type, options } = row;
  return { key, label, type, ...(options && { options }) };
};

describe('the mapping sheet', () => {
  it.each(OBJECTS)(
    '%s %s lists the fields with what a record holds, and proposes nothing for what is read already',
    async (system, object) => {
      const { engine, id } = await connected([system]);
      const sheet = await sheetOf(engine, id, object);
      expect(sheet.rows.length).toBeGreaterThan(2);
      expect(sheet.examples.length).toBeGreaterThan(0);
      for (const row of sheet.rows.filter(({ known }) => known)) expect(row.proposal, row.key).toBeUndefined();
      for (const row of sheet.rows) if (row.proposal) expect(row.fits).toContain(row.proposal.canonical);
    },
  );

  it('proposes what the lead score needs where a system keeps it in fields of its own', async () => {
    const { engine, id } = await connected(['salesforce']);
    const sheet = await sheetOf(engine, id, 'contact');
    const proposed = Object.fromEntries(sheet.rows.flatMap(({ key, proposal }) => (proposal ? [[key, proposal.canonical]] : [])));
    expect(proposed).toEqual({
      Website_Visits__c: 'websiteVisits',
      Emails_Opened__c: 'emailsOpened',
      Emails_Clicked__c: 'emailsClicked',
      Content_Downloads__c: 'contentDownloads',
    });
  });
});

/** A field of the account's own that this person's record fills, by its label. */
const PINNED: Readonly<Record<string, string>> = {
  hubspot: 'lead_source_detail',
  salesforce: 'Department',
};

describe('a saved mapping', () => {
  it.each(MAPPABLE)('of %s is brought along by every verb, and its values stand where the rep wants them', async (system) => {
    const other: SystemId = system === 'hubspot' ? 'salesforce' : 'hubspot';
    const { engine, ids, id } = await connected([system, other]);
    const sheet = await sheetOf(engine, id, 'contact');
    const filled = sheet.rows.filter((row) => !row.known && row.example?.kind === 'text');
    const chosen = filled.find(({ key }) => key === PINNED[system]) ?? filled[0] ?? expect.fail(`${system} has no text of its own`);
    const choice = { fields: { title: field(sheet, chosen.key) }, pins: [field(sheet, chosen.key)], skipped: [] };
    expect(await saveChoice(id, 'contact', choice)).toEqual({});
    expect((await sheetOf(engine, id, 'contact')).choice).toEqual(choice);
    expect(JSON.stringify(await allSecrets())).not.toContain('fieldMap');

    // From the other system's page, so that the record is found, not read.
    for (const { records } of here.sandbox.people().slice(0, 60)) {
      const [own, from] = [
        records.find((ref) => ref.system === system && ref.object === 'contact'),
        records.find((ref) => ref.system === other),
      ];
      if (!own || !from) continue;
      // The vendors' limits are kept: a little time has to pass.
      here.clock.at += 10_000;
      await lookUp(engine, { open: { ref: from, connectionId: ids[other] ?? '' } });
      await lookUp(engine, { open: { ref: own, connectionId: id } });
      const found = await recordIn(recordKey(from), own);
      const read = await recordIn(recordKey(own), own);
      const value = read?.custom[chosen.key];
      if (read?.kind !== 'person' || !found || typeof value !== 'string') continue;
      expect(found.custom[chosen.key], 'found as read').toBe(value);
      const told = chosen.options?.[value] ?? value;
      expect(read.title).toBe(told);
      expect('title' in found && found.title).toBe(told);
      return;
    }
    expect.fail('nobody of the cast has both records with this field');
  });

  it('counts in the lead score before what the score finds by itself', async () => {
    const { engine, id } = await connected(['salesforce']);
    const sheet = await sheetOf(engine, id, 'contact');
    await saveChoice(id, 'contact', {
      fields: { websiteVisits: field(sheet, 'Page_Views__c') },
      pins: [],
      skipped: [],
    });
    const people = here.sandbox
      .people()
      .flatMap(({ records }) => records.filter((ref) => ref.system === 'salesforce' && ref.object === 'contact'));
    for (const ref of people.slice(0, 60)) {
      here.clock.at += 10_000;
      await lookUp(engine, { open: { ref, connectionId: id } });
      const record = await recordIn(recordKey(ref), ref);
      const views = record?.custom.Page_Views__c;
      if (!record || typeof views !== 'number' || views === record.custom.Website_Visits__c) continue;
      expect(leadFacts({ records: [record], asOf: 0 }).websiteVisits).toBe(views);
      return;
    }
    expect.fail('nobody has page views');
  });

  it('is refused with a field of ours that the object has not, or one field pinned twice', async () => {
    const { id } = await connected(['hubspot']);
    const one = { key: 'k', label: 'K', type: 'string' };
    const wrong = { kind: 'invalid', code: 'bad-field' };
    expect((await saveChoice(id, 'deal', { fields: { title: one }, pins: [], skipped: [] })).error).toEqual(wrong);
    expect((await saveChoice(id, 'contact', { fields: {}, pins: [one, one], skipped: [] })).error).toEqual(wrong);
    expect((await saveChoice(id, 'contact', { fields: { title: one, city: one }, pins: [], skipped: [] })).error).toEqual(wrong);
    expect((await saveChoice('nobody', 'contact', { fields: {}, pins: [], skipped: [] })).error).toEqual(wrong);
  });

  it('is asked for anew at the next look', async () => {
    const { engine, id } = await connected(['hubspot']);
    const ref = here.sandbox.people().flatMap(({ records }) => records.filter(({ system }) => system === 'hubspot'))[0] ?? expect.fail();
    const open = { ref, connectionId: id };
    await lookUp(engine, { open });
    const before = here.sandbox.requests().length;
    await lookUp(engine, { open });
    expect(here.sandbox.requests().length).toBe(before);
    await saveChoice(id, 'contact', {
      fields: {},
      pins: [{ key: 'utm_campaign', label: 'UTM', type: 'string' }],
      skipped: [],
    });
    await lookUp(engine, { open });
    const asked = here.sandbox.requests().slice(before);
    expect(asked.some(({ url }) => url.includes('utm_campaign'))).toBe(true);
  });
});

async function recordIn(key: string, ref: { system: string; id: string }) {
  const parts = (await dossier(key))?.parts ?? [];
  return parts.flatMap(({ records }) => records).find(({ record }) => record.ref.system === ref.system && record.ref.id === ref.id)?.record;
}
