import { html, raw } from '../markup.ts';
import type { OAuth } from './oauth.ts';
import type { Org } from './org.ts';

/** SOAP's getUserInfo, the only call of that API anybody here makes. With several currencies there is no default one to tell. */
export function soapUserInfo(org: Org, oauth: OAuth, envelope: string): Response {
  const token = /<(?:\w+:)?sessionId>([^<]+)</.exec(envelope)?.[1]?.replaceAll('&lt;', '<').replaceAll('&amp;', '&') ?? '';
  if (!/<(?:\w+:)?getUserInfo\b/.test(envelope)) return answer(fault('sf:UNSUPPORTED_API_VERSION', 'no such operation'), 500);
  if (!oauth.knows(token))
    return answer(fault('sf:INVALID_SESSION_ID', 'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader'), 500);
  const user = org.tables.get('User', org.userId);
  return answer(
    html`<getUserInfoResponse><result><currencySymbol xsi:nil="true"/><orgDefaultCurrencyIsoCode xsi:nil="true"/><organizationId>${org.orgId}</organizationId><organizationMultiCurrency>true</organizationMultiCurrency><userFullName>${String(user?.Name)}</userFullName><userId>${org.userId}</userId></result></getUserInfoResponse>`
      .text,
    200,
  );
}

function fault(code: string, text: string): string {
  return html`<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring></soapenv:Fault>`.text;
}

function answer(body: string, status: number): Response {
  const envelope = html`<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${raw(body)}</soapenv:Body></soapenv:Envelope>`;
  return new Response(envelope.text, { status, headers: { 'content-type': 'text/xml;charset=UTF-8' } });
}
