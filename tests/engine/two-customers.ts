import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { lookUp } from '../../lib/engine/look-up.ts';
import { openRecord } from '../../lib/model/open-record.ts';
import { recordKey } from '../../lib/model/records.ts';
import { connections, recentCustomers } from '../../lib/store/reading.ts';
import type { RecordRef } from '../../lib/systems/contract.ts';
import { Stand } from './stand.ts';

/** Two people of HubSpot who were opened, in an engine before HubSpot and Pipedrive; made anew for every test of a file. */
export interface TwoCustomers {
  stand: Stand;
  ana: RecordRef;
  other: RecordRef;
  /** Ana's dossier. */
  key: string;
  open(ref: RecordRef): ReturnType<typeof lookUp>;
}

/** To be called at the top of a test file; what it answers is filled before each test. */
export function twoCustomers(): TwoCustomers {
  const filled = { open } as TwoCustomers;

  function open(ref: RecordRef): ReturnType<typeof lookUp> {
    return connections().then((known) => {
      const { system, native, id, account } = ref;
      const record = { system, object: 'contact' as const, native, id, account, host: 'app.hubspot.com' };
      const tab = { page: { kind: 'record' as const, record }, via: 'url' as const, connectionId: filled.stand.ids[system] ?? '', at: 1 };
      return lookUp(filled.stand.worker(), { open: openRecord(tab, known) ?? expect.fail('not connected') });
    });
  }

  beforeAll(async () => {
    filled.stand = await Stand.start();
  });
  afterAll(() => filled.stand.close());
  beforeEach(async () => {
    await filled.stand.reset(['hubspot', 'pipedrive']);
    const [first, second] = filled.stand.records('hubspot', 2);
    filled.ana = first ?? expect.fail();
    filled.other = second ?? expect.fail();
    await open(filled.ana);
    await open(filled.other);
    const hers = (await recentCustomers(5)).find(({ anchor }) => recordKey(anchor) === recordKey(filled.ana));
    filled.key = hers?.dossier ?? expect.fail('not opened');
  });
  return filled;
}
