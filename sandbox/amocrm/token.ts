import { seconds } from './stamps.ts';
import { ACCOUNT, FIRST_USER } from './tables.ts';

/** A token with the members of a real one; the signature is only a word, because nobody here checks it. */
export function makeToken(asOf: number): string {
  const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const claims = {
    aud: '00000000-0000-4000-8000-000000000000',
    jti: 'sandbox',
    iat: seconds(asOf),
    exp: seconds(asOf) + 5 * 365 * 86_400,
    sub: String(FIRST_USER),
    account_id: ACCOUNT.id,
    base_domain: 'amocrm.ru',
    api_domain: 'api-b.amocrm.ru',
    scopes: ['crm', 'notifications'],
  };
  return `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.sandbox`;
}
