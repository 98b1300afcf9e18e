import { describe, expect, it } from 'vitest';
import english from '../components/locales/en.json' with { type: 'json' };
import spanish from '../components/locales/es.json' with { type: 'json' };
import russian from '../components/locales/ru.json' with { type: 'json' };
import { systems } from '../lib/systems/index.ts';
import { compareCatalogues, compareWithSources } from '../scripts/locales.mjs';

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
