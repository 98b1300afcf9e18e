import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordRef } from '../../lib/systems/contract.ts';
import { LONG_TEXT } from '../../sandbox/cast/odd.ts';
import { failure } from '../failure.ts';
import { aStand, deal, ids, locals, missing, person, REGISTERED, type Stand } from './stand.ts';

describe.each(REGISTERED)('$name records', (system) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await aStand(system);
  });
  afterAll(() => stand.close());

  it('read returns what the story tells about every hand-written person', async () => {
    const people = locals(stand).filter(({ person: who }) => !who.key.startsWith('person-'));
    for (const { person: who, copies } of people) {
      const [copy] = copies;
      const ref = stand.refOf(who.key);
      const record = person(await system.read(ref, stand.io()));
      expect(record.ref, who.key).toEqual(ref);
      expect(record.url, who.key).toBe(system.recordUrl(ref, stand.connection));
      if (copy?.firstName !== undefined && copy.lastName !== LONG_TEXT)
        expect(record.name.replaceAll(/\s+/g, ' '), who.key).toContain(copy.firstName.trim().replaceAll(/\s+/g, ' '));
      if (copy?.emails[0] !== undefined)
        expect(
          record.emails.map((email) => email.toLowerCase()),
          who.key,
        ).toContain(copy.emails[0].toLowerCase());
      if (copy?.phones[0] !== undefined) expect(record.phones.map(digits), who.key).toContain(digits(copy.phones[0]));
      expect(record.createdAt === undefined || Number.isSafeInteger(record.createdAt), who.key).toBe(true);
      if (record.createdAt !== undefined) expect(Math.abs(record.createdAt - (copy?.createdAt ?? 0)), who.key).toBeLessThan(1000);
    }
  });

  it('read keeps names of ten thousand characters, right-to-left text and emoji whole', async () => {
    for (const key of ['endless-name', 'fatima-alsabah', 'noa-levi', 'zoe-rocket']) {
      const copy = locals(stand).find(({ person: who }) => who.key === key)?.copies[0];
      if (!copy) continue;
      const record = await system.read(stand.refOf(key), stand.io());
      expect(record.name).toContain(copy.lastName);
    }
  });

  it('read throws not-found when the record does not exist', async () => {
    const all: RecordRef[] = [
      stand.refOf(stand.longKey),
      ...(await system.related(stand.refOf(stand.longKey), stand.io())).map(({ ref }) => ref),
    ];
    for (const ref of new Map(all.map((each) => [each.object, each])).values())
      expect((await failure(system.read(missing(ref), stand.io()))).kind, ref.object).toBe('not-found');
  });

  it.each(['', '../1', '1?x=1', '1/../../users/me', '\ud83d', '9'.repeat(400), "1' OR '1'='1"])(
    'read throws a SystemError and reads nothing else when the id is %j',
    async (id) => {
      const error = await failure(system.read({ ...stand.refOf(stand.longKey), id }, stand.io()));
      expect(['not-found', 'invalid']).toContain(error.kind);
    },
  );

  it('read answers for every kind of record it claims to read', async () => {
    const company = await companyOf(stand);
    const known = new Map<string, RecordRef>([[company.ref.object, company.ref]]);
    for (const { records } of stand.sandbox.people()) for (const ref of records) known.set(ref.object, ref);
    for (const { ref } of await system.related(stand.refOf(stand.longKey), stand.io())) known.set(ref.object, ref);
    for (const object of ['contact', 'company', 'deal'] as const) {
      expect(system.capabilities.has(`read:${object}`), object).toBe(true);
      const ref = known.get(object);
      expect(ref, object).toBeDefined();
      if (ref) expect((await system.read(ref, stand.io())).ref).toEqual(ref);
    }
  });

  it('related returns company and deals with stage and amount when asked for a person', async () => {
    const related = await system.related(stand.refOf('ana-perez'), stand.io());
    const told = stand.cast.companies.find((each) => each.key === 'llantas-norte')?.copies.find((copy) => copy.system === system.id);
    const company = related.find((record) => record.kind === 'company');
    expect(company?.name).toBe(told?.name);
    for (const expected of stand.cast.deals.filter((each) => each.system === system.id && each.personKeys.includes('ana-perez'))) {
      const record = deal(related.find((each) => each.kind === 'deal' && each.name === expected.title));
      expect(record.status, expected.key).toBe(expected.status);
      expect(record.stageId, expected.key).toBeDefined();
      // A system with one currency for the whole account cannot tell this story's amounts in theirs.
      if (record.amount?.currency === expected.currency) expect(record.amount.amountMinor, expected.key).toBe(expected.amountMinor);
    }
    expect(new Set(related.map(({ ref }) => `${ref.object}/${ref.id}`)).size).toBe(related.length);
  });

  it('related gives amounts in the minor unit when the currency has two digits, none or three', async () => {
    const compared: string[] = [];
    for (const key of ['ana-perez', 'ivan-petrov', 'james-oneil', 'yuki-tanaka', 'fatima-alsabah'].filter(
      (each) => stand.refsOf(each).length > 0,
    )) {
      const related = await system.related(stand.refOf(key), stand.io());
      for (const expected of stand.cast.deals.filter((each) => each.system === system.id && each.personKeys.includes(key))) {
        const record = related.find((each) => each.kind === 'deal' && each.name === expected.title);
        // A system with one currency for the whole account has turned the others into its own.
        if (record?.kind !== 'deal' || record.amount?.currency !== expected.currency) continue;
        expect(record.amount.amountMinor, expected.key).toBe(expected.amountMinor);
        compared.push(expected.currency);
      }
    }
    expect(compared.length).toBeGreaterThan(0);
  });

  it('related returns the people, the primary one told apart, when asked for a deal', async () => {
    const related = await system.related(stand.refOf('zoe-rocket'), stand.io());
    const ref = deal(related.find((record) => record.kind === 'deal' && record.name.startsWith('50% off'))).ref;
    const [record, around] = [await system.read(ref, stand.io()), await system.related(ref, stand.io())];
    const contacts = around.filter((each) => each.kind === 'person');
    expect(ids(contacts)).toEqual(expect.arrayContaining([stand.refOf('zoe-rocket').id, stand.refOf('percent').id]));
    const primary = record.links.find((link) => link.role === 'primary-contact')?.ref.id ?? contacts[0]?.ref.id;
    expect(primary).toBe(stand.refOf('zoe-rocket').id);
    expect(around.some((each) => each.kind === 'company')).toBe(true);
  });

  it('related returns its people when asked for a company', async () => {
    const company = await companyOf(stand);
    const around = await system.related(company.ref, stand.io());
    expect(ids(around)).toContain(stand.refOf('ana-perez').id);
    expect(around.some((each) => each.kind === 'deal')).toBe(true);
  });

  it('read names an owner that owners knows', async () => {
    const owners = await system.owners(stand.io());
    for (const key of ['ana-perez', 'james-oneil']) {
      const copy = locals(stand).find(({ person: who }) => who.key === key)?.copies[0];
      const record = await system.read(stand.refOf(key), stand.io());
      expect(owners.find((owner) => owner.id === record.ownerId)?.email?.toLowerCase(), key).toBe(
        stand.cast.owners[copy?.ownerIndex ?? 0]?.email,
      );
    }
  });

  it('pipelines names the stage a deal is in', async () => {
    const pipelines = await system.pipelines(stand.io());
    const open = (await system.related(stand.refOf(stand.longKey), stand.io())).filter(
      (each) => each.kind === 'deal' && each.status === 'open',
    );
    expect(open.length).toBeGreaterThan(0);
    for (const record of open) {
      const { stageId, pipelineId } = deal(record);
      const pipeline = pipelines.find((each) => each.id === pipelineId) ?? pipelines[0];
      expect(
        pipeline?.stages.map((stage) => stage.id),
        record.name,
      ).toContain(stageId);
    }
  });
});

async function companyOf(stand: Stand) {
  const company = (await stand.system.related(stand.refOf('ana-perez'), stand.io())).find((record) => record.kind === 'company');
  if (!company) throw new RangeError('no company');
  return company;
}

const digits = (phone: string) => phone.replaceAll(/\D/g, '');
