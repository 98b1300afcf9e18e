import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import english from '../../components/locales/en.json' with { type: 'json' };
import spanish from '../../components/locales/es.json' with { type: 'json' };
import russian from '../../components/locales/ru.json' with { type: 'json' };
import type { Capability, System } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { claimsOf, earned, rulesOf, TIERS, textOf } from './quality.ts';

const RULES = rulesOf(textOf('docs/systems.md'));
const CAPABILITY = /^(find|related|timeline|changes|owners|pipelines|fields|(read|write):.+)$/;
const ALL = Object.values(systems)
  .filter((system) => system !== undefined)
  .map((system) => ({ system, name: system.name, path: `lib/systems/${system.id}/quality.md` }));
const READ = ALL.map((each) => ({ ...each, text: textOf(each.path), quality: claimsOf(textOf(each.path)) }));
const SHAPED = READ.flatMap(({ quality, ...each }) => (quality ? [{ ...each, ...quality }] : []));

describe('docs/systems.md', () => {
  it('has each rule once, and names what exists as its check', () => {
    expect(RULES.length).toBeGreaterThan(30);
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { seenBy } of RULES) if (seenBy !== '') expect(existsSync(seenBy), seenBy).toBe(true);
  });
});

describe.each(SHAPED)('quality of $name', ({ system, text, tier, claims }) => {
  const stateOf = (id: string) => claims.find((claim) => claim.id === id)?.state;

  it('names every rule once and no other', () => {
    expect(claims.map(({ id }) => id).sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  it('says why where something is not done, and exempts nothing of bronze', () => {
    for (const { id, state, reason } of claims) {
      expect(['done', 'todo', 'exempt'], id).toContain(state);
      if (state !== 'done') expect(reason, id).not.toBe('');
      if (RULES.find((rule) => rule.id === id)?.tier === 'bronze') expect(state, id).not.toBe('exempt');
    }
  });

  it('is done exactly where the system declares the capability', () => {
    for (const { id, state } of claims)
      if (CAPABILITY.test(id)) expect([id, state === 'done']).toEqual([id, system.capabilities.has(id as Capability)]);
    if (stateOf('undo') === 'done') expect(system.undo).toBeDefined();
  });

  it('has what it says: words, sections, examples of pages, the official client', () => {
    if (stateOf('connect') === 'done') expect(unworded(system)).toEqual([]);
    if (stateOf('set-up') === 'done') expect(text).toMatch(/^## Set up and remove$/m);
    if (stateOf('limits-known') === 'done')
      for (const title of ['Known limits', 'When it does not work']) expect(text).toContain(`## ${title}\n`);
    if (stateOf('pages') === 'done') expect(existsSync(`lib/systems/${system.id}/pages.examples.ts`)).toBe(true);
    if (stateOf('official-client') === 'done') expect(existsSync(`tests/fidelity/${system.id}.test.ts`)).toBe(true);
  });

  it('claims no tier above what is done', () => {
    expect(TIERS.indexOf(tier)).toBeLessThanOrEqual(TIERS.indexOf(earned(RULES, claims)));
  });
});

it('shows where every system stands', () => {
  const lines = READ.map(({ name, quality }) => {
    if (!quality) return `  ${name.padEnd(20)}its quality.md is not in the shape of docs/systems.md yet`;
    const count = (state: string) => quality.claims.filter((claim) => claim.state === state).length;
    const open = quality.claims.filter(({ id, state }) => state === 'todo' && id !== 'live').map(({ id }) => id);
    const tiers = `${quality.tier} (earned: ${earned(RULES, quality.claims)})`;
    return `  ${name.padEnd(20)}${tiers.padEnd(26)}${count('done')} done, ${count('exempt')} exempt; todo: ${open.join(', ') || 'none'}`;
  });
  process.stdout.write(`quality:\n${lines.join('\n')}\n`);
  expect(READ.length).toBe(ALL.length);
});

/** Words of the connect form that a catalogue lacks. */
function unworded({ id, auth }: System): string[] {
  return [english, spanish, russian].flatMap((catalogue) =>
    auth
      .flatMap((method) => [
        `connect.method.${id}.${method.id}`,
        `connect.steps.${id}.${method.id}`,
        ...method.fields.map((field) => `connect.field.${id}.${field.id}`),
      ])
      .filter((key) => !(key in catalogue)),
  );
}
