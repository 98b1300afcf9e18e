import type { AuthField, AuthMethod, Connection, Credentials, OAuthEndpoints, SystemId } from './contract.ts';
import { pasted } from './pasted.ts';

/** What the rep typed, by the id of the field. */
export type Typed = Readonly<Record<string, string>>;
/** Where a connection goes, and whatever else is known of it before it is verified. */
type Place = Pick<Connection, 'baseUrl'> & Partial<Pick<Connection, 'userId'>>;
type More = Omit<AuthMethod, 'id' | 'kind' | 'fields' | 'toConnection' | 'oauth'>;

/** The customer's own app; there is none of ours. */
export const CLIENT_ID: AuthField = { id: 'clientId', input: 'text', required: true };
/** Of the customer's own app, where the vendor's has one; kept in the vault. */
export const CLIENT_SECRET: AuthField = { id: 'clientSecret', input: 'secret', required: true };
/** An access token as the vendor shows it; a word before it (`Bearer`) is cut off. */
export const TOKEN: AuthField = { id: 'token', input: 'secret', required: true };

/** The field for the host of the rep's own account. */
export function address(example: string, id = 'address'): AuthField {
  return { id, input: 'address', required: true, example };
}

/** The ways to sign in to one system. `placeOf` throws `invalid` with the field that is wrong. */
export function signingIn(system: SystemId, placeOf: (values: Typed, token: string) => Place) {
  const draft = (values: Typed, credentials: Credentials, token = ''): Omit<Connection, 'id'> => ({
    system,
    account: '',
    ...placeOf(values, token),
    credentials,
  });
  return {
    /** The customer's own app: code and PKCE, with its secret where the vendor wants one. */
    oauth: (fields: readonly AuthField[], oauth: (values: Typed) => OAuthEndpoints, more?: More): AuthMethod => ({
      id: 'oauth',
      kind: 'oauth-pkce',
      fields,
      toConnection(values) {
        const { clientId, tokenUrl } = oauth(values);
        const takesSecret = fields.some(({ id, required }) => id === CLIENT_SECRET.id && (required || values[id]?.trim()));
        const secret = takesSecret && { clientSecret: pasted(values, CLIENT_SECRET.id) };
        return draft(values, { kind: 'oauth', accessToken: '', clientId, ...secret, tokenUrl });
      },
      oauth,
      ...more,
    }),
    /** The rep's own sign-in in this browser. */
    session: (fields: readonly AuthField[], more?: More): AuthMethod => ({
      id: 'session',
      kind: 'session',
      fields,
      toConnection: (values) => draft(values, { kind: 'session' }),
      ...more,
    }),
    /** A token as it was copied, with or without the word that stands before it in a header. */
    token: (fields: readonly AuthField[], more?: More & { id?: string }): AuthMethod => ({
      id: 'token',
      kind: 'token',
      fields,
      toConnection(values) {
        const token = pasted({ token: (values.token ?? '').trim().replace(/^(bearer|zoho-oauthtoken)(\s+|$)/i, '') }, TOKEN.id);
        return draft(values, { kind: 'token', token }, token);
      },
      ...more,
    }),
  };
}
