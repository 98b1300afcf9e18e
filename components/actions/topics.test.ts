import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consolidated, readTopics, topicsOf } from './topics.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1e9);

describe('consolidated', () => {
  it('puts what belongs to one topic together, in the order the topics came up', () => {
    expect(
      consolidated([
        { topic: 'Price', text: 'Net 45' },
        { topic: '', text: 'Nice office' },
        { topic: 'Delivery', text: 'Two drops' },
        { topic: ' price ', text: 'Net 45\nfrom the first order on' },
      ]),
    ).toBe('Nice office\n\nPrice\nNet 45\nfrom the first order on\n\nDelivery\nTwo drops');
  });

  it('leaves out topics that nothing was said on', () => {
    expect(consolidated([{ topic: 'Price', text: '  \n' }])).toBe('');
  });

  it(`says the same again when it is taken apart and edited (seed ${seed})`, () => {
    const text = fc.array(fc.constantFrom('Net 45', 'two lots', '', ' Price'), { maxLength: 4 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(fc.record({ topic: fc.constantFrom('', 'Price', 'Delivery'), text })), (topics) => {
        const entry = consolidated(topics);
        expect(consolidated(topicsOf(entry))).toBe(entry);
      }),
      { seed },
    );
    expect(topicsOf('Nice office\n\nPrice\nNet 45\ntwo lots')).toEqual([
      { topic: '', text: 'Nice office' },
      { topic: 'Price', text: 'Net 45\ntwo lots' },
    ]);
  });

  it(`loses no line when topics repeat (seed ${seed})`, () => {
    const line = fc.string({ minLength: 1, maxLength: 12 }).map((text) => text.replace(/\s/g, '_'));
    fc.assert(
      fc.property(fc.array(fc.record({ topic: fc.constantFrom('', 'A', 'a ', 'Цена'), text: line })), (topics) => {
        const lines = consolidated(topics).split('\n');
        for (const { text } of topics) expect(lines).toContain(text);
      }),
      { seed },
    );
  });
});

describe('readTopics', () => {
  it('reads what was kept, and nothing from what was spoilt', () => {
    const topics = [{ topic: 'A', text: 'b' }];
    expect(readTopics(JSON.stringify(topics))).toEqual(topics);
    for (const spoilt of [undefined, '', '{', '{}', '[1,null,{"topic":1,"text":"x"}]']) expect(readTopics(spoilt)).toEqual([]);
  });
});
