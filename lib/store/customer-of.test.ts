import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type RecordRef, recordKey } from '../model/records.ts';
import { customerAtOnce, customerOf } from './customer-of.ts';
import { cacheDb, settingsDb } from './databases.ts';
import { answerPart, askParts, saveHead, saveOpening } from './dossiers.ts';
import { forgetDataKey } from './keys.ts';

const ref = (id: string, object: RecordRef['object'] = 'contact'): RecordRef => ({
  system: 'hubspot',
  account: 'acme',
  object,
  native: 'x',
  id,
});
const [ana, erik, deal, stranger] = [ref('1'), ref('2'), ref('3', 'deal'), ref('4')];
const key = recordKey;

function person(at: RecordRef, name: string) {
  return { kind: 'person' as const, ref: at, name, emails: [], phones: [], links: [], custom: {} };
}

async function isKnown(at: RecordRef, name: string, members: readonly RecordRef[] = []): Promise<void> {
  const dossier = key(at);
  const summary = { dossier, kind: 'person' as const, anchor: at, name, emails: [], phones: [], connectionIds: ['h'], openedAt: 1 };
  await saveHead({ key: dossier, kind: 'person', anchor: at, openedAt: 5, summary });
  await saveOpening({ record: dossier, dossier, people: [{ ref: at, name }], at: 5 });
  await askParts(dossier, ['h', 'p'], 5);
  await answerPart(
    { dossier, connectionId: 'h', askedAt: 5, answeredAt: 6, state: 'answered', members: [dossier, ...members.map(key)] },
    { records: [{ record: person(at, name), link: 'anchor' }], activities: [], hasMore: false },
  );
}

/** What both ways of reading answer; they must answer the same. */
async function found(record: RecordRef, chosen?: RecordRef) {
  const [watched, atOnce] = await Promise.all([
    customerOf(key(record), chosen && key(chosen)),
    customerAtOnce(key(record), chosen && key(chosen)),
  ]);
  expect(atOnce).toEqual(watched);
  return { dossier: atOnce.dossier?.key, people: atOnce.opening?.people.map(({ name }) => name), parts: atOnce.dossier?.parts.length };
}

beforeEach(async () => {
  forgetDataKey();
  for (const db of [cacheDb, settingsDb]) {
    await db.delete();
    await db.open();
  }
  await isKnown(ana, 'Ана Перес', [deal]);
  await isKnown(erik, 'Erik Lindqvist');
});

describe('the customer of a record', () => {
  it('is the one it leads to, whichever way is read', async () => {
    expect(await found(ana)).toEqual({ dossier: key(ana), people: ['Ана Перес'], parts: 2 });
  });

  it('is the one it is a part of when it was never opened itself', async () => {
    expect(await found(deal)).toMatchObject({ dossier: key(ana), people: ['Ана Перес'] });
  });

  it('is the person chosen there when one is', async () => {
    expect(await found(deal, erik)).toMatchObject({ dossier: key(erik), people: ['Ана Перес'] });
    expect(await found(ana, stranger)).toEqual({ dossier: undefined, people: ['Ана Перес'], parts: undefined });
  });

  it('is nobody when nothing is known, or the record leads to nobody', async () => {
    expect(await found(stranger)).toEqual({ dossier: undefined, people: undefined, parts: undefined });
    await saveOpening({ record: key(deal), people: [], at: 9 });
    expect(await found(deal)).toEqual({ dossier: undefined, people: [], parts: undefined });
  });

  it('is found by its parts when the row of its way was spoilt', async () => {
    await cacheDb.openings.put({ record: key(ana), dossier: key(erik), at: 5, sealed: new Uint8Array(40) });
    expect(await found(ana)).toMatchObject({ dossier: key(ana), people: ['Ана Перес'] });
  });

  it('is nobody while the store is locked', async () => {
    forgetDataKey();
    await settingsDb.keys.clear();
    expect(await found(ana)).toEqual({ dossier: undefined, people: undefined, parts: undefined });
  });
});
