import { describe, expect, it } from 'vitest';
import { ERROR_KINDS } from '../../lib/model/errors.ts';
import english from '../locales/en.json' with { type: 'json' };
import spanish from '../locales/es.json' with { type: 'json' };
import russian from '../locales/ru.json' with { type: 'json' };
import { errorDetails, errorWords } from './words.ts';

describe('errorWords', () => {
  it('has a sentence in every language and a way out for every kind, whatever the code', () => {
    for (const kind of ERROR_KINDS)
      for (const code of [undefined, 'SOME_VENDOR_CODE', 'constructor', 'timeout']) {
        const { sentence, way } = errorWords({ kind, ...(code !== undefined && { code }) });
        for (const catalogue of [english, spanish, russian]) expect(catalogue[sentence]).toMatch(/\{(system|field)\}|Sidelight/);
        expect(way).toBeTruthy();
      }
  });

  it('names the field when the vendor does', () => {
    expect(errorWords({ kind: 'invalid', field: 'hs_timestamp' })).toEqual({ sentence: 'error.invalid-field', way: 'edit' });
  });

  it('says sign in when the session ended and grant when the browser withholds access', () => {
    expect(errorWords({ kind: 'auth', status: 401 }).way).toBe('sign-in');
    expect(errorWords({ kind: 'permission' }).way).toBe('grant');
    // Nobody else asks again for what the rep is looking at.
    expect(errorWords({ kind: 'unavailable', code: 'circuit-open' }).way).toBe('retry');
  });

  it('has no exclamation, no status code and no apology in any sentence', () => {
    for (const catalogue of [english, spanish, russian])
      for (const [id, text] of Object.entries(catalogue))
        if (id.startsWith('error.')) expect(text).not.toMatch(/!|\b[45]\d\d\b|oops|sorry|lo siento|извините/i);
  });
});

describe('errorDetails', () => {
  it('holds only what an error may show', () => {
    expect(errorDetails({ kind: 'forbidden', status: 403, code: 'MISSING_SCOPES' }, 'HubSpot')).toBe(
      'HubSpot · forbidden · 403 · MISSING_SCOPES',
    );
  });
});
