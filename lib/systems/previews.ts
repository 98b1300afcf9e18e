/**
 * A panel that shows a record without the URL saying so. Only HubSpot has one: Salesforce's split view, Pipedrive's leads
 * inbox and amoCRM's cards have URLs of their own. Data only, because the content script carries it.
 * Source: "Which record is open?" fact page, preview panels.
 */
export interface PreviewPanel {
  /** Host names of the pages that have it. */
  host: RegExp;
  /** CSS selector of the open panel; the outermost match counts. Plain attribute tests: it runs on every change of the body. */
  container: string;
  /** CSS selector of the links inside that name a record; the first one is the record shown. */
  link: string;
}

/** Test ids, since HubSpot's class names change with every build. */
export const PREVIEW_PANELS: readonly PreviewPanel[] = [
  {
    host: /^app(-[a-z]+\d+)?\.hubspot\.com$/,
    container: '[data-selenium-test=sidebar-preview-panel],[data-test-id=IndexPageInlineSidebar],[data-selenium-test=preview-panel-header]',
    link: 'a[href*="/record/"]',
  },
];
