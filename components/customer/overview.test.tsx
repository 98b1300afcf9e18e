// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Dossier, DossierPart } from '../../lib/model/dossier.ts';
import { sampleOf } from '../sample/customers.ts';
import { DAY, deal, part, sampleRef } from '../sample/rows.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { factsOf } from './facts.ts';
import { Overview } from './overview.tsx';

const NOW = Date.now();
const { connections, dictionaries, customers } = sampleOf(NOW);
const around = { connections, dictionaries };
/** By the label of a fact, the place of its kind in the fixed order. */
const KINDS = [['Invoices'], ['E-mail', 'Phone'], ['Open deal'], ['Last contact', 'Owner'], ['Company', 'City']];

/** Ana in four systems; each of the slow ones knows an open deal that closes before those known already. */
const [ana] = customers;
if (!ana) throw new Error('no sample');
const known = ana.parts.map((each, at): DossierPart => {
  const system = each.connectionId.replace('sample-', '');
  if (at === 0 || system === 'tryton') return each;
  const more = part(system, NOW, [
    {
      record: deal(sampleRef(system, 'deal', 'new'), { name: `Deal in ${system}`, status: 'open', closeAt: NOW + (9 - at) * DAY }),
      link: 'related',
    },
  ]);
  return { ...each, records: [...each.records, ...more.records] };
});

/** The dossier while `answered` have told all they know, and the page's own system what is on the record itself. */
function during(answered: readonly string[]): Dossier {
  const parts = known.map((each, at): DossierPart => {
    if (answered.includes(each.connectionId)) return { ...each, state: 'answered', askedAt: NOW - 50, answeredAt: NOW };
    const { answeredAt: _none, ...rest } = each;
    const own = each.records.filter(({ link }) => link === 'anchor');
    const asking = { ...rest, state: 'asking' as const, askedAt: NOW - 50, records: own, activities: [] };
    return at === 0 ? { ...asking, answeredAt: NOW } : asking;
  });
  return { ...ana, parts } as Dossier;
}

function overviewOf(dossier: Dossier) {
  const facts = factsOf(dossier, around, dossier.anchor);
  if (!facts) throw new Error('no facts');
  const isComplete = dossier.parts.every(({ state }) => state !== 'asking');
  return (
    <I18nProvider i18n={i18n}>
      <Overview dossier={dossier} facts={facts} mappings={[]} around={around} isComplete={isComplete} />
    </I18nProvider>
  );
}

/** What stands at a glance, `label: value`. */
function shown(container: HTMLElement): string[] {
  return [...container.querySelectorAll('[data-fact]')]
    .filter((fact) => fact.closest('details') === null)
    .map((fact) => `${fact.querySelector('.sr-only')?.textContent}: ${fact.querySelector('.bidi')?.textContent}`);
}

function kindsOf(facts: readonly string[]): number[] {
  return facts.map((fact) => KINDS.findIndex((labels) => labels.some((label) => fact.startsWith(`${label}:`))));
}

function permutations(ids: readonly string[]): string[][] {
  return ids.length === 0 ? [[]] : ids.flatMap((id) => permutations(ids.filter((each) => each !== id)).map((rest) => [id, ...rest]));
}

beforeAll(() => needWords('later'));
afterEach(cleanup);

describe('the facts at a glance', () => {
  const orders = permutations(known.map(({ connectionId }) => connectionId));

  it.each(orders)('stay where they are and end in the order of their kinds when %s, %s, %s, %s answer', (...order) => {
    const view = render(overviewOf(during([])));
    let before = shown(view.container);
    expect(before.length).toBeGreaterThan(0);
    for (let count = 1; count <= order.length; count += 1) {
      view.rerender(overviewOf(during(order.slice(0, count))));
      const now = shown(view.container);
      expect(now.slice(0, before.length), `after ${order.slice(0, count)}`).toEqual(before);
      before = now;
    }
    expect(before.length).toBe(7);
    expect(kindsOf(before)).not.toContain(-1);
    // What is owed comes before all else, but not where something is being read already.
    const rest = kindsOf(before).filter((kind) => kind !== 0);
    expect(rest, before.join('\n')).toEqual(rest.toSorted());

    const sight = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    sight.mockRestore();
    const settled = kindsOf(shown(view.container));
    expect(settled).toEqual(settled.toSorted());
  });
});
