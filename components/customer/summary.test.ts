import { expect, it } from 'vitest';
import { sampleOf } from '../sample/customers.ts';
import { act, DAY, HOUR, part } from '../sample/rows.ts';
import { createFormat } from '../words/format.ts';
import { factsOf } from './facts.ts';
import { summaryOf } from './summary.ts';

const NOW = new Date(2026, 10, 21, 15, 0).getTime();

it('summaryOf tells when somebody last spoke with her, not what is planned or was noted since', () => {
  const { connections, dictionaries, customers } = sampleOf(NOW);
  const [ana] = customers;
  if (!ana) throw new Error('no sample');
  const later = part(
    'hubspot',
    NOW,
    [],
    [act('hubspot', 'meeting', NOW + 9 * DAY, { title: 'Demo' }), act('hubspot', 'note', NOW - HOUR, {})],
  );
  const facts = factsOf({ ...ana, parts: [...ana.parts, later] }, { connections, dictionaries }, ana.anchor);
  if (!facts) throw new Error('no facts');
  const format = createFormat('en-GB', (id) => id);
  const text = summaryOf(facts, { connections, dictionaries }, (id, values) => `${id} ${values?.day ?? ''}`, format, NOW);
  expect(text.split('\n').at(-1)).toBe('fact.last-spoke 17 Nov');
  expect(text).toContain('Ana Pérez');
});
