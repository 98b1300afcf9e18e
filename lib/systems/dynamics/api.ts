import type { Connection, ErrorKind, Io } from '../contract.ts';
import { odataClient } from '../odata-client.ts';
import { originOf } from './environment.ts';
import { whoAmISchema } from './schema.ts';

/** The one API version this adapter was written against. */
export const VERSION = '9.2';

/**
 * Codes that say more than their status. `code` is often empty, so the status goes first everywhere else.
 * Source: "Web service error codes" (Dataverse).
 */
const KINDS: Readonly<Record<string, ErrorKind>> = {
  '0x80040217': 'not-found',
  '0x80040220': 'forbidden',
  '0x80042f09': 'forbidden',
  '0x80048306': 'forbidden',
  '0x80060882': 'conflict',
  '0x80040333': 'conflict',
  '0x80072322': 'rate-limit',
  '0x80072321': 'rate-limit',
  '0x80072326': 'rate-limit',
};

/** The Dataverse Web API. Labels of choices and the type behind each lookup come as annotations. */
export const dataverse = odataClient({
  root: `/api/data/v${VERSION}`,
  prefer: 'odata.include-annotations="*"',
  originOf: (connection: Connection) => originOf(connection),
  // The environment answers on `{env}.api.crm…` too.
  isAlias: (origin, own) => origin.replace('.api.crm', '.crm') === own,
  kinds: KINDS,
});

/** "WhoAmI Function": id of the signed-in user. */
export async function whoAmI(io: Io): Promise<string> {
  return (await dataverse.getShape(io, whoAmISchema, '/WhoAmI')).UserId;
}
