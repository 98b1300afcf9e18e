import type { ErrorKind, StoredError } from '../../lib/model/errors.ts';
import type { MessageId } from '../words/i18n.ts';

/** The one way out that is offered beside the sentence. `wait` is no button: the worker tries again by itself. */
export type WayOut = 'sign-in' | 'grant' | 'writes' | 'resume' | 'wait' | 'open' | 'retry' | 'edit' | 'copy' | 'none';

export interface ErrorWords {
  /** Has `{system}`, and `{field}` where the vendor names one. */
  sentence: MessageId;
  way: WayOut;
}

const BY_KIND: Record<ErrorKind, ErrorWords> = {
  auth: { sentence: 'error.auth', way: 'sign-in' },
  forbidden: { sentence: 'error.forbidden', way: 'open' },
  'not-found': { sentence: 'error.not-found', way: 'open' },
  invalid: { sentence: 'error.invalid', way: 'edit' },
  conflict: { sentence: 'error.conflict', way: 'open' },
  'rate-limit': { sentence: 'error.rate-limit', way: 'wait' },
  unavailable: { sentence: 'error.unavailable', way: 'retry' },
  'unknown-outcome': { sentence: 'error.unknown-outcome', way: 'none' },
  protocol: { sentence: 'error.protocol', way: 'copy' },
  permission: { sentence: 'error.permission', way: 'grant' },
};

/** Codes that say more than their kind. Vendor codes come upper-case, ours lower-case. */
const BY_CODE: Readonly<Record<string, ErrorWords>> = {
  unsupported: { sentence: 'error.unsupported', way: 'open' },
  internal: { sentence: 'error.internal', way: 'copy' },
  'html-answer': { sentence: 'error.html', way: 'retry' },
  network: { sentence: 'error.network', way: 'retry' },
  timeout: { sentence: 'error.timeout', way: 'retry' },
  interrupted: { sentence: 'error.interrupted', way: 'retry' },
  'channel-closed': { sentence: 'error.interrupted', way: 'retry' },
  refused: { sentence: 'error.internal', way: 'copy' },
  'other-account': { sentence: 'error.other-account', way: 'sign-in' },
  'wrong-account': { sentence: 'error.other-account', way: 'sign-in' },
  'other-user': { sentence: 'error.other-account', way: 'sign-in' },
  'user-changed': { sentence: 'error.other-account', way: 'sign-in' },
  'sign-in-closed': { sentence: 'error.sign-in-closed', way: 'retry' },
  'session-ended': { sentence: 'error.session-ended', way: 'sign-in' },
  'session-write': { sentence: 'error.session-write', way: 'sign-in' },
  'app-blocked': { sentence: 'error.app-blocked', way: 'sign-in' },
  'app-unknown': { sentence: 'error.app-unknown', way: 'sign-in' },
  'grant-expired': { sentence: 'error.grant-expired', way: 'sign-in' },
  'grant-revoked': { sentence: 'error.grant-revoked', way: 'sign-in' },
  'grant-refused': { sentence: 'error.grant-refused', way: 'sign-in' },
  'renewal-lost': { sentence: 'error.renewal-lost', way: 'sign-in' },
  'renewal-waiting': { sentence: 'error.rate-limit', way: 'wait' },
  'state-mismatch': { sentence: 'error.mixed-up', way: 'sign-in' },
  'foreign-redirect': { sentence: 'error.mixed-up', way: 'sign-in' },
  'mixed-up': { sentence: 'error.mixed-up', way: 'sign-in' },
  'no-code': { sentence: 'error.mixed-up', way: 'sign-in' },
  access_denied: { sentence: 'error.not-allowed', way: 'sign-in' },
  redirect_uri_mismatch: { sentence: 'error.redirect', way: 'sign-in' },
  invalid_scope: { sentence: 'error.scope', way: 'sign-in' },
  'no-token': { sentence: 'error.auth', way: 'sign-in' },
  paused: { sentence: 'error.paused', way: 'resume' },
  'read-only': { sentence: 'error.read-only', way: 'writes' },
  // The question itself stands beside it.
  'first-write': { sentence: 'error.first-write', way: 'none' },
  'same-name': { sentence: 'error.same-name', way: 'none' },
  DAILY: { sentence: 'error.quota', way: 'wait' },
  daily: { sentence: 'error.quota', way: 'wait' },
  share: { sentence: 'error.quota', way: 'wait' },
  REQUEST_LIMIT_EXCEEDED: { sentence: 'error.quota', way: 'wait' },
  blocked: { sentence: 'error.blocked', way: 'wait' },
  redirect: { sentence: 'error.sent-elsewhere', way: 'copy' },
  waiting: { sentence: 'error.rate-limit', way: 'wait' },
  'not-connected': { sentence: 'error.not-connected', way: 'sign-in' },
  'connection-removed': { sentence: 'error.not-connected', way: 'sign-in' },
  'no-target': { sentence: 'error.no-target', way: 'open' },
  deleted: { sentence: 'error.deleted', way: 'open' },
  archived: { sentence: 'error.deleted', way: 'open' },
  'too-long': { sentence: 'error.too-long', way: 'edit' },
  'too-large': { sentence: 'error.too-long', way: 'edit' },
  'missing-scope': { sentence: 'error.scope', way: 'sign-in' },
  MISSING_SCOPES: { sentence: 'error.scope', way: 'sign-in' },
  'token-expired': { sentence: 'error.token-expired', way: 'sign-in' },
  required: { sentence: 'error.required', way: 'edit' },
  'bad-address': { sentence: 'error.address', way: 'edit' },
  address: { sentence: 'error.address', way: 'edit' },
  'address-format': { sentence: 'error.address', way: 'edit' },
  'address-ambiguous': { sentence: 'error.address', way: 'edit' },
  'wrong-domain': { sentence: 'error.wrong-domain', way: 'edit' },
  'no-such-account': { sentence: 'error.wrong-domain', way: 'edit' },
  'no-such-database': { sentence: 'error.database', way: 'edit' },
  'needs-tls': { sentence: 'error.needs-tls', way: 'edit' },
  'refused-password': { sentence: 'error.password', way: 'sign-in' },
  'second-factor': { sentence: 'error.second-factor', way: 'sign-in' },
  'other-brand': { sentence: 'error.other-brand', way: 'edit' },
  malformed: { sentence: 'error.malformed', way: 'edit' },
  'bad-characters': { sentence: 'error.malformed', way: 'edit' },
  'never-log': { sentence: 'error.never-log', way: 'none' },
  'cannot-confirm': { sentence: 'error.cannot-confirm', way: 'open' },
  'not-without': { sentence: 'error.not-without', way: 'none' },
  'cannot-undo': { sentence: 'error.cannot-undo', way: 'none' },
  changed: { sentence: 'error.changed-since', way: 'open' },
  'field-exists': { sentence: 'error.field-exists', way: 'none' },
  'not-listed': { sentence: 'error.not-listed', way: 'retry' },
  'plan-limit': { sentence: 'error.plan-limit', way: 'open' },
  'private-address': { sentence: 'error.private-address', way: 'edit' },
  'hook-address': { sentence: 'error.hook-address', way: 'edit' },
  'hook-refused': { sentence: 'error.hook-refused', way: 'edit' },
  locked: { sentence: 'error.locked', way: 'none' },
  'storage-full': { sentence: 'error.storage-full', way: 'retry' },
  'payment-required': { sentence: 'error.payment', way: 'open' },
};

/** How an answer gets lost. */
const ON_THE_WAY: ReadonlySet<string> = new Set(['network', 'timeout', 'redirect', 'html-answer', 'answer-too-large', 'blocked']);

/** What to say about a failure and which way leads out. Every kind has an answer, known code or not. */
export function errorWords(error: StoredError): ErrorWords {
  // However the answer was lost: a write in doubt is being checked, and nothing else is to be done about it.
  if (error.kind === 'unknown-outcome' && ON_THE_WAY.has(error.code ?? '')) return BY_KIND[error.kind];
  const byCode = error.code !== undefined && Object.hasOwn(BY_CODE, error.code) ? BY_CODE[error.code] : undefined;
  if (byCode) return byCode;
  if (error.kind === 'invalid' && error.field) return { sentence: 'error.invalid-field', way: 'edit' };
  return BY_KIND[error.kind];
}

/** The same before anything is connected: nobody was signed out, the key or sign-in is not accepted. */
export function connectErrorSentence(error: StoredError): MessageId {
  const { sentence } = errorWords(error);
  return sentence === 'error.auth' ? 'error.refused' : sentence;
}

/** Facts for a support request: what the error type allows to be shown, nothing else. */
export function errorDetails(error: StoredError, systemName: string): string {
  return [systemName, error.kind, error.status, error.code, error.field].filter((part) => part !== undefined).join(' · ');
}
