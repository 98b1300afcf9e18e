import type { ConnectionInfo } from '../model/connection.ts';
import type { TabState } from '../model/dossier.ts';
import type { PageRecord, PageState, SystemId } from '../model/page.ts';
import { classifyPage } from '../systems/detect.ts';

/** What the content script says; its host was checked against the sender's. */
export interface PageReport {
  url: string;
  previewUrl?: string | undefined;
}

/**
 * What a tab shows now, worked out by the worker from the addresses alone. `undefined` = leave the tab as it is: an auxiliary
 * window, or a page that is no CRM's. A preview counts only when it is a record of the same system and account as the page.
 */
export function tabStateOf(
  report: PageReport,
  connections: readonly ConnectionInfo[],
  nameOf: (system: SystemId) => string,
  at: number,
): TabState | undefined {
  const page = classifyPage(report.url);
  if (page.kind === 'ignore') return undefined;
  const preview = report.previewUrl === undefined ? undefined : previewOf(report.url, report.previewUrl, page);
  return placed(preview ?? page, preview ? 'preview' : 'url', connections, nameOf, at);
}

/** The same page among other connections: one has come or gone. */
export function placedAnew(
  { page, via }: TabState,
  connections: readonly ConnectionInfo[],
  nameOf: (system: SystemId) => string,
  at: number,
): TabState {
  return placed(page, via, connections, nameOf, at);
}

function placed(
  page: PageState,
  via: TabState['via'],
  connections: readonly ConnectionInfo[],
  nameOf: (system: SystemId) => string,
  at: number,
): TabState {
  const connection = connectionOf(page, connections);
  const base: TabState = { page, via, at, ...(connection && { connectionId: connection.id }) };
  if (connection || page.kind !== 'record') return base;
  const { system, account, host } = page.record;
  return { ...base, unconnected: { system, systemName: nameOf(system), host, ...(account !== undefined && { account }) } };
}

function previewOf(pageUrl: string, previewUrl: string, page: PageState): PageState | undefined {
  const preview = classifyPage(previewUrl);
  if (preview.kind !== 'record' || page.kind === 'ignore' || URL.parse(pageUrl)?.host !== URL.parse(previewUrl)?.host) return undefined;
  const { system, account } = page.kind === 'record' ? page.record : page;
  return preview.record.system === system && (account === undefined || preview.record.account === account) ? preview : undefined;
}

/**
 * The connection a page belongs to: same system and account, for amoCRM the same domain too. Where the address does not tell the
 * account (app.pipedrive.com) the only connection of that system is meant; with several nobody can tell.
 */
function connectionOf(page: PageState, connections: readonly ConnectionInfo[]): ConnectionInfo | undefined {
  if (page.kind === 'ignore') return undefined;
  const { system, account } = page.kind === 'record' ? page.record : page;
  const candidates = connections.filter((each) => each.system === system);
  if (account === undefined) return candidates.length === 1 ? candidates[0] : undefined;
  return candidates.find((each) => each.account === account && sameDomain(each, page));
}

function sameDomain({ system, host }: ConnectionInfo, page: PageState): boolean {
  if (system !== 'amocrm' || page.kind !== 'record' || host === undefined) return true;
  return (page.record as PageRecord).host === host;
}

/** Would the panel show the same for both? The time does not count. */
export function sameTabState(a: TabState | undefined, b: TabState): boolean {
  return a !== undefined && JSON.stringify({ ...a, at: 0 }) === JSON.stringify({ ...b, at: 0 });
}
