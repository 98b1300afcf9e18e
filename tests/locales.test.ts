import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import english from '../components/locales/en.json' with { type: 'json' };
import spanish from '../components/locales/es.json' with { type: 'json' };
import russian from '../components/locales/ru.json' with { type: 'json' };
import { systems } from '../lib/systems/index.ts';
import { compareCatalogues, compareWithSources, partsOf, unreached } from '../scripts/locales.mjs';
import { namedBy } from './named-words.ts';

const catalogues = { en: english, es: spanish, ru: russian } as Record<string, Record<string, string>>;

describe('catalogues', () => {
  it('agree when they are the shipped ones', () => {
    expect(compareCatalogues(catalogues)).toEqual([]);
  });

  it('address the rep as tú when they are Spanish', () => {
    const formal =
      /\b(ustede?s?|se lo muestra|le necesita|elija|escriba|abra|empiece|introduzca|seleccione|haga|pulse|vuelva a|conecte|inténtelo|cópielo)\b|(ha|tiene) abierto/i;
    expect(Object.entries(catalogues.es ?? {}).filter(([, text]) => formal.test(text))).toEqual([]);
  });

  it.each(Object.entries(catalogues))(
    'call the receipt by one word in the panel, the help and the keys when they are in %s',
    (_language, words) => {
      // Without the ending: it is inflected.
      const stem = words['receipt.label']?.toLowerCase().slice(0, -1) ?? expect.fail();
      for (const id of ['keys.receipt', 'help.notes-text']) expect(words[id]?.toLowerCase(), id).toContain(stem);
    },
  );

  it('are refused when an id, a placeholder or a plural form is missing', () => {
    const en = { a: 'Hello {name}', b: '{n, plural, one {# deal} other {# deals}}' };
    const wrong = {
      en,
      es: { a: 'Hola', b: '{n, plural, one {# negocio} other {# negocios}}' },
      ru: { b: '{n, plural, one {# сделка} other {# сделок}}' },
    };
    expect(compareCatalogues(wrong)).toEqual([
      '"a": es uses {}, en uses {name}',
      'ru.json has no "a"',
      '"b": the ru plural lacks few, many',
    ]);
  });

  it('are refused when a message is not ICU MessageFormat', () => {
    expect(compareCatalogues({ en: { a: '{n, plural, one {' }, es: { a: 'x' }, ru: { a: 'x' } })[0]).toMatch(/not ICU/);
  });

  it('are refused when an id is used nowhere or asked for and missing', () => {
    expect(compareWithSources(['a.b', 'c.d'], ["t('a.b'); t('e.f')"])).toEqual(["t('e.f') is in no catalogue", '"c.d" is used nowhere']);
  });

  it('name every field and every way to sign in of every system', () => {
    for (const system of Object.values(systems)) {
      for (const method of system?.auth ?? []) {
        expect(english).toHaveProperty([`connect.method.${system?.id}.${method.id}`]);
        for (const field of method.fields) expect(english).toHaveProperty([`connect.field.${system?.id}.${field.id}`]);
      }
    }
  });
});

describe('the parts of the catalogues', () => {
  const ids = Object.keys(english);
  const parts = partsOf(ids);

  it('hold every id, the first frame least of all it can, when compiled', () => {
    expect(unreached(ids, parts)).toEqual([]);
    expect(parts.first.length).toBeLessThan(ids.length * 0.6);
  });

  it('are there before a piece is drawn, for no piece but lazyPiece loads by itself', () => {
    const lazy = readdirSync('components', { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.tsx?$/.test(name) && /\blazy\(/.test(readFileSync(join('components', name), 'utf8')),
    );
    expect(lazy).toEqual([join('words', 'lazy-piece.ts')]);
  });

  it('hold every id a page can ask for when a bundler follows the imports', async () => {
    const panel = await namedBy('entrypoints/sidepanel/main.ts', 'entrypoints/sidepanel/app.tsx');
    const options = await namedBy('entrypoints/options/main.tsx');
    const lacking = (named: Set<string>, held: readonly string[]) => ids.filter((id) => named.has(id) && !held.includes(id));
    expect(lacking(panel.first, parts.first)).toEqual([]);
    expect(lacking(panel.all, [...parts.first, ...parts.later])).toEqual([]);
    expect(lacking(options.all, [...parts.first, ...parts.later])).toEqual([]);
    expect(ids.filter((id) => panel.first.has(id)).length).toBeGreaterThan(50);
  });
});
