import { SystemError } from '../../model/errors.ts';
import type { Classify } from '../http.ts';

/** A name in quotes, which is how Python words a key that is not there: a field, a model or a method the server does not have. */
const UNKNOWN_NAME = /^'[\w.]+'$/;

/**
 * What failed before a method ran. 401: name, password or session is wrong; the header that asks a browser for a password comes with
 * it, and is why requests go out without credentials of the browser's own. 403 is a web page: the method is not open to this
 * interface. 429: too many wrong passwords. Source: trytond, `protocols/dispatcher.py`.
 */
export const classify: Classify = ({ status }) => {
  if (status === 401) return new SystemError('auth', { status, code: 'refused-password' });
  if (status === 403) return new SystemError('forbidden', { status, code: 'no-method' });
  return undefined;
};

/**
 * What a method refused: HTTP says 200, the body names the exception. Source: trytond, `exceptions.py`.
 * A UserError while reading can only be a right that is missing; while writing it is what the server thinks of the values. Both say
 * so in the user's language alone. A nameless one is a fault inside the server: what it was doing is rolled back, so a write did not land.
 */
export function refusal(error: unknown, write: boolean): SystemError {
  const [name, details] = Array.isArray(error) ? (error as unknown[]) : [];
  switch (name) {
    case 'UserError':
      return write ? new SystemError('invalid', { code: 'refused-value' }) : new SystemError('forbidden', { code: 'no-right' });
    case 'UserWarning':
      return new SystemError('invalid', { code: 'needs-confirmation' });
    case 'ConcurrencyException':
      return new SystemError('conflict', { code: 'changed' });
    case 'LoginException':
      return new SystemError('auth', { code: asksFor(details) === 'password' ? 'refused-password' : 'second-factor' });
    default:
      return typeof name === 'string' && UNKNOWN_NAME.test(name)
        ? new SystemError('protocol', { code: UNKNOWN })
        : new SystemError('unavailable', { code: 'server-fault' });
  }
}

/** The code of an error about a field or a model that the server does not have: a module is not there. */
const UNKNOWN = 'unknown-name';

/** The server has no such field or model. */
export function isUnknownName(error: unknown): boolean {
  return error instanceof SystemError && error.code === UNKNOWN;
}

/** Could this have been answered by a server with other modules, or to a user with other rights? */
export function isOutOfReach(error: unknown): boolean {
  return isUnknownName(error) || (error instanceof SystemError && error.kind === 'forbidden');
}

function asksFor(details: unknown): unknown {
  return Array.isArray(details) ? details[0] : undefined;
}
