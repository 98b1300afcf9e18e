import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soqlId, soqlLike, soqlList, soqlText, soslText } from '../../../lib/systems/salesforce/soql.ts';
import { parseSoql } from '../../../sandbox/salesforce/soql-parse.ts';
import { likePattern, meaning } from '../../../sandbox/salesforce/soql-tokens.ts';
import { setUp } from './stage.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const anyText = fc
  .oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^['"\\%_{}() ORaselct,\n-]*$/))
  .map((text) => text.replaceAll('\0', '').toWellFormed());

function literalOf(soql: string): string {
  const { where } = parseSoql(`SELECT Id FROM Contact WHERE ${soql}`);
  if (where?.kind !== 'compare' || where.value.kind !== 'string') return expect.fail('one comparison expected');
  return where.value.raw;
}

describe('soqlText', () => {
  it(`reaches the server as the text that was meant, whatever it holds (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyText, (text) => meaning(literalOf(`Name = ${soqlText(text)}`)) === text),
      { seed },
    );
  });

  it('leaves one condition when the text tries to add another', () => {
    expect(parseSoql(`SELECT Id FROM Contact WHERE Name = ${soqlText("' OR Name != '")}`).where).toMatchObject({
      kind: 'compare',
      operator: '=',
    });
  });

  it('stays a list of as many values when texts hold quotes and commas', () => {
    const { where } = parseSoql(`SELECT Id FROM Contact WHERE Name IN ${soqlList(["a', 'b", 'c\\'])}`);
    expect(where).toMatchObject({ kind: 'in', values: [{}, {}] });
  });
});

describe('soqlLike', () => {
  it(`matches exactly the texts that contain the literal (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyText, anyText, (needle, hay) => {
        const pattern = likePattern(literalOf(`Name LIKE ${soqlLike(needle, { before: true, after: true })}`));
        expect(pattern.test(hay + needle)).toBe(true);
        const folded = (text: string) => text.toLowerCase().toUpperCase();
        if (!folded(hay).includes(folded(needle)) && /^[\x20-\x7e]*$/.test(needle + hay)) expect(pattern.test(hay)).toBe(false);
      }),
      { seed },
    );
  });
});

describe('soqlId', () => {
  it.each(['', 'x', "003Nw000000001'", '003Nw0000000001IAA OR', '../003Nw00000000', '003Nw0000000001IAAA'])('refuses %j', (id) => {
    expect(() => soqlId(id)).toThrow('MALFORMED_ID');
  });
});

describe('soslText', () => {
  it(`never breaks out of the braces (seed ${seed})`, async () => {
    const { io, vendor } = setUp();
    const token = io.connection.credentials.kind === 'token' ? io.connection.credentials.token : '';
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 3 }), async (text) => {
        const q = `FIND {${soslText(`zz${text}`)}} IN NAME FIELDS RETURNING Contact(Id)`;
        const url = `${io.connection.baseUrl}/services/data/v67.0/search?q=${encodeURIComponent(q)}`;
        const answer = await vendor.handle(new Request(url, { headers: { authorization: `Bearer ${token}` } }));
        expect(answer.status, q).toBe(200);
      }),
      { seed, numRuns: 50 },
    );
  });
});
