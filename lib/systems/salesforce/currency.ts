import { tokenHeader } from '../bearer.ts';
import type { Io } from '../contract.ts';
import { send } from '../http.ts';
import { VERSION } from './api.ts';
import { apiOrigin } from './org.ts';

/**
 * ISO 4217 code of an org with one currency: its records do not name it, and REST has no place that does. Undefined for an org
 * with several (there each record says), and when the answer is anything but the expected.
 * Source: "getUserInfo()" (SOAP API guide).
 */
export async function orgCurrency(io: Io): Promise<string | undefined> {
  const session = tokenHeader(io.connection).authorization.slice('Bearer '.length).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = `<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><e:Header><SessionHeader><sessionId>${session}</sessionId></SessionHeader></e:Header><e:Body><getUserInfo/></e:Body></e:Envelope>`;
  // The currency is an extra: without it amounts are shown as bare numbers, so no failure of this call may fail the connecting.
  const answer = await send(io, {
    method: 'POST',
    url: `${apiOrigin(io.connection)}/services/Soap/u/${VERSION}`,
    headers: { accept: 'text/xml', soapaction: 'getUserInfo' },
    text: { type: 'text/xml; charset=UTF-8', body },
    parse: (value) => ({ value }),
  }).catch(() => undefined);
  return /<(?:\w+:)?orgDefaultCurrencyIsoCode>([A-Z]{3})</.exec(String(answer?.json))?.[1];
}
