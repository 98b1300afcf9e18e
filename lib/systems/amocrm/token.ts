import * as v from 'valibot';
import { jwtPayload } from '../jwt.ts';
import { withoutUndefined } from '../values.ts';
import { tokenSchema } from './schema.ts';

/** What a long-lived token says about itself. Nothing here is proven: only the server checks the signature. */
interface TokenClaims {
  /** Epoch ms. */
  expiresAt?: number;
  /** `amocrm.ru` or `kommo.com`. */
  baseDomain?: string;
  accountId?: string;
  userId?: string;
}

/** What an opaque or damaged token says: nothing. Never throws. */
export function readClaims(token: string): TokenClaims {
  const { exp, base_domain, account_id, sub } = v.parse(tokenSchema, jwtPayload(token));
  return withoutUndefined({
    expiresAt: exp === undefined ? undefined : exp * 1000,
    baseDomain: base_domain?.toLowerCase(),
    accountId: account_id,
    userId: sub,
  });
}
