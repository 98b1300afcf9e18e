import * as v from 'valibot';
import { type AuthMethod, type Io, SystemError } from '../systems/contract.ts';
import { type Failure, send } from '../systems/http.ts';

/* What token endpoints say, and what their refusals mean. */

/** Some vendors write the number of seconds as text. */
const seconds = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(Number),
  v.check((value) => Number.isFinite(value) && value > 0),
);

const Tokens = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.optional(v.pipe(v.string(), v.minLength(1))),
  expires_in: v.optional(seconds),
  instance_url: v.optional(v.string()),
  api_domain: v.optional(v.string()),
});

export type Tokens = v.InferOutput<typeof Tokens>;

/**
 * Asks a token endpoint, in the shape this vendor wants. Source: RFC 6749, "Issuing an Access Token".
 * @throws SystemError `auth` with one of the codes below or the vendor's own, `protocol` `no-token`, and what `send` throws
 */
export async function askForTokens(io: Io, method: AuthMethod | undefined, url: string, form: Record<string, string>): Promise<Tokens> {
  const call = method?.tokenBody === 'json' ? { json: form } : { form };
  const { status, json } = await send(io, { method: 'POST', url, ...call }, (failure) => refusal(failure));
  const tokens = v.safeParse(Tokens, json);
  if (tokens.success) return tokens.output;
  // A refusal below 400: one vendor does that.
  throw v.safeParse(Refused, json).success ? refused(status, json) : new SystemError('protocol', { code: 'no-token' });
}

const Refused = v.object({ error: v.string() });
/** Entra tells its reasons by number, beside the general word. Source: "Microsoft Entra authentication and authorization error codes". */
const Numbered = v.object({ error_codes: v.array(v.number()) });
const EXPIRED = new Set([70008, 70043, 700082, 700084, 50076, 50078, 50079]);
const BLOCKED = new Set([53000, 53003, 50105, 50057, 7000112, 65001, 65004, 90094]);
/** By the word of RFC 6749, and of vendors who have their own for the same. */
const BLOCKED_WORDS = new Set(['OAUTH_APP_BLOCKED', 'OAUTH_APP_ACCESS_DENIED', 'inactive_user', 'inactive_org', 'unauthorized_client']);
const APP_WORDS = new Set(['invalid_client', 'invalid_client_id', 'invalid_client_secret', 'invalid_client_credentials']);
const GRANT_WORDS = new Set(['invalid_grant', 'invalid_code', 'invalid_refresh_token', 'BAD_REFRESH_TOKEN']);

function refusal({ status, json }: Failure): SystemError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  return refused(status, json);
}

/**
 * `app-blocked`: an administrator keeps the app or the user out; `app-unknown`: the app is gone or its secret was changed;
 * `grant-expired`: its time was up; `grant-refused`: this code or refresh token is no longer good, whatever the reason. Anything
 * else keeps the vendor's own word; its sentence is never used.
 */
function refused(status: number, json: unknown): SystemError {
  const said = v.safeParse(Refused, json);
  const word = said.success ? said.output.error : '';
  const numbers = v.safeParse(Numbered, json);
  const numbered = (known: ReadonlySet<number>) => numbers.success && numbers.output.error_codes.some((each) => known.has(each));
  if (/^access denied$/i.test(word)) return new SystemError('rate-limit', { status, retryAfterMs: 600_000 });
  if (numbered(BLOCKED) || BLOCKED_WORDS.has(word)) return new SystemError('auth', { status, code: 'app-blocked' });
  if (numbered(EXPIRED)) return new SystemError('auth', { status, code: 'grant-expired' });
  if (APP_WORDS.has(word)) return new SystemError('auth', { status, code: 'app-unknown' });
  // A vendor without a word of its own (amoCRM) refuses what it was given.
  if (GRANT_WORDS.has(word) || (word === '' && status === 401)) return new SystemError('auth', { status, code: 'grant-refused' });
  return new SystemError('auth', { status, code: /^[\w-]{1,60}$/.test(word) ? word : 'refused' });
}
