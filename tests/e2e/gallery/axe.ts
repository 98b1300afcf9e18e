import axe from 'axe-core';
import type { Page } from 'puppeteer-core';

interface Violation {
  id: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** What axe-core has to say of the page as it stands, WCAG 2.2 A and AA (or those rules alone): one line per rule that is broken. */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const runOnly = rules
    ? { type: 'rule', values: rules }
    : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'], iframes: false, preload: false });
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found = (await page.evaluate(
    // The mirror beneath a text field has no text of its own: it is transparent, and the field's text stands above it.
    `axe.run({ exclude: [['[aria-hidden="true"] mark']] }, ${options}).then((result) => result.violations)`,
  )) as Violation[];
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${String(target)} ${failureSummary}`).join(' | ')}`,
  );
}
