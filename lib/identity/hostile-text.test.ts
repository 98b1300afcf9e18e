import { describe, expect, it } from 'vitest';
import type { PersonRecord } from '../model/records.ts';
import { readMail } from './addresses.ts';
import { spellingsOf } from './ask.ts';
import { skeleton } from './fold.ts';
import { comparePeople } from './index.ts';
import { mergeProfile } from './merge.ts';
import { phoneCore } from './phone-digits.ts';

/** Texts that make a pattern try every beginning with every end. Of twice the length, four times the work: this many would never end. */
const LENGTH = 200_000;
const HOSTILE = ['yi', '@', '<a@', ' ', 'a b ', '(', '+1 '].map(
  (piece) => [JSON.stringify(piece), piece.repeat(LENGTH / piece.length)] as const,
);

const ana = (text: string, id: string): PersonRecord => ({
  kind: 'person',
  ref: { system: 'hubspot', account: '7', object: 'contact', native: '0-1', id },
  name: text,
  emails: [`<${text}`, text],
  phones: [`${text}x`],
  companyName: text,
  city: text,
  links: [],
  custom: {},
});

// A pattern that goes wrong here runs for hours: that it ends at all is what is asked.
describe.each(HOSTILE)('200,000 characters of %s', (_, text) => {
  it('are read, compared and merged', { timeout: 60_000 }, () => {
    for (const odd of [text, `<${text}`, `${text}!`, `1${text}a`]) {
      expect(readMail(odd)).toBeUndefined();
      expect(phoneCore(odd).length).toBeLessThan(100);
      spellingsOf(odd, 'ES');
      expect(skeleton(odd).length).toBeLessThan(100);
    }
    const record = {
      source: 's',
      kind: 'person' as const,
      name: text,
      email: `<${text}`,
      phone: text,
      company: text,
      city: text,
      title: text,
    };
    expect(comparePeople({ ...record, id: '1' }, { ...record, id: '2', source: 't', name: `${text}b` }).probability).toBeGreaterThanOrEqual(
      0,
    );
    expect(mergeProfile([ana(text, '1'), ana(`${text}b`, '2')])?.refs).toHaveLength(2);
  });
});
