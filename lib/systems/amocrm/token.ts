import * as v from 'valibot';
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

/** Reads the payload of a JWT without a request; an opaque or damaged token has no claims. Never throws. */
export function readClaims(token: string): TokenClaims {
  const payload = token.split('.')[1];
  if (payload === undefined) return {};
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    const claims = v.parse(tokenSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return {
      ...(claims.exp !== undefined && { expiresAt: claims.exp * 1000 }),
      ...(claims.base_domain !== undefined && { baseDomain: claims.base_domain.toLowerCase() }),
      ...(claims.account_id !== undefined && { accountId: claims.account_id }),
      ...(claims.sub !== undefined && { userId: claims.sub }),
    };
  } catch {
    return {};
  }
}
