import { SystemError } from '../../model/errors.ts';
import type { ConnectionReport, Io } from '../contract.ts';
import { words } from '../field-keys.ts';
import { objectOf } from '../values.ts';
import { capabilitiesOf } from '../writes.ts';
import { composite, me, type PartAnswer, partBody, VERSION, versions } from './api.ts';
import { orgCurrency } from './currency.ts';
import { toId18 } from './ids.ts';
import { apiOrigin, parseOrg } from './org.ts';
import { WRITERS } from './write.ts';

/** What this adapter can do with full rights. */
export const CAPABILITIES = capabilitiesOf(['contact', 'lead', 'company', 'deal', 'ticket', 'product', 'file'], WRITERS);

type Right = 'queryable' | 'createable' | 'updateable';

/** Type, right, and what is lost without it. Fields are changed on several types; contacts stand for all. */
const NEEDS = [
  'Contact queryable read:contact',
  'Lead queryable read:lead',
  'Account queryable read:company',
  'Opportunity queryable read:deal pipelines',
  'Case queryable read:ticket',
  'Task createable write:task write:call',
  'Task updateable write:task-change',
  'Event createable write:meeting',
  'ContentNote createable write:note',
  'ContentVersion createable write:file',
  'Opportunity updateable write:stage',
  'Contact updateable write:field write:score write:owner',
  'Contact createable write:create',
].map((line) => {
  const [type = '', right, ...lost] = words(line);
  return { type, right: right as Right, lost };
});
const CODES: Readonly<Record<Right, string>> = { queryable: 'no-read', createable: 'no-create', updateable: 'no-right' };
const TYPES = [...new Set(NEEDS.map(({ type }) => type))];

/**
 * Who the token is, whether the org speaks our version, and what the user may do with each type. The API being switched
 * off for the user or the edition is reported, not thrown: the token itself is good.
 */
export async function verify(io: Io): Promise<ConnectionReport> {
  const org = parseOrg(apiOrigin(io.connection));
  const [user, spoken, rights, currency] = await Promise.all([me(io), versions(io), typeRights(io), orgCurrency(io)]);
  const missing: ConnectionReport['missing'] = [...rights.missing];
  if (!spoken.includes(VERSION)) missing.push({ what: `API v${VERSION}`, code: 'api-version' });
  const usable = spoken.includes(VERSION) && rights.can.length > 0;
  return {
    account: org?.label ?? '',
    userId: toId18(user.id),
    userName: user.name,
    can: usable ? rights.can : [],
    missing,
    ...(currency !== undefined && { currency }),
    ...(user.timeZone !== undefined && { timeZone: user.timeZone }),
  };
}

async function typeRights(io: Io): Promise<Pick<ConnectionReport, 'can' | 'missing'>> {
  try {
    const answers = await composite(
      io,
      TYPES.map((type) => ({ id: type, path: `/sobjects/${type}` })),
    );
    const lacking = NEEDS.filter(({ type, right }) => !allows(answers, type, right));
    const lost = new Set<string>(lacking.flatMap((need) => need.lost));
    return {
      can: [...CAPABILITIES].filter((capability) => !lost.has(capability)),
      missing: lacking.filter(isNews).map(({ type, right }) => ({ what: type, code: CODES[right] })),
    };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    if (error.kind === 'forbidden') return { can: [], missing: [{ what: 'API', code: error.code ?? 'forbidden' }] };
    // An org that does not know the version does not know the path; the list of versions tells.
    if (error.kind === 'not-found') return { can: [], missing: [] };
    throw error;
  }
}

/** Who may not even read a type is told that only. */
const isNews = ({ type, right }: { type: string; right: Right }, _: number, all: readonly { type: string; right: Right }[]) =>
  right !== 'updateable' || !all.some((other) => other.type === type && other.right === 'queryable');

function allows(answers: ReadonlyMap<string, PartAnswer>, type: string, right: Right): boolean {
  try {
    return objectOf(objectOf(partBody(answers, type)).objectDescribe)[right] === true;
  } catch (error) {
    if (error instanceof SystemError && (error.kind === 'not-found' || error.kind === 'forbidden')) return false;
    throw error;
  }
}
