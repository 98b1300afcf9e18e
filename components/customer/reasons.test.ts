import { describe, expect, it } from 'vitest';
import { REASON_CODES } from '../../lib/identity/index.ts';
import type { Translate } from '../words/i18n.ts';
import { reasonWords } from './reasons.ts';

const t = ((id: string) => id) as unknown as Translate;

describe('reasonWords', () => {
  it.each([...REASON_CODES, 'same-account-duplicate', 'ruled-apart'])('has words for %s', (code) => {
    expect(reasonWords(t, { code })?.text).toMatch(/^reason\./);
  });

  it('lets the weight decide the sign, and the code where none is given', () => {
    expect(reasonWords(t, { code: 'phone.switchboard', weight: -0.4 })?.sign).toBe('≠');
    expect(reasonWords(t, { code: 'phone.switchboard', weight: 0.4 })?.sign).toBe('=');
    expect(reasonWords(t, { code: 'org-domain.different' })?.sign).toBe('≠');
    expect(reasonWords(t, { code: 'email.same', values: { email: 'a@b.example' } })).toEqual({
      text: 'reason.same-email: a@b.example',
      sign: '=',
    });
  });

  it('leaves out what it has no words for', () => {
    expect(reasonWords(t, { code: 'constructor' })).toBeUndefined();
    expect(reasonWords(t, { code: 'org-toString' })).toBeUndefined();
  });
});
