import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import transliterate from '@sindresorhus/transliterate';
import type { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { getDomain, getDomainWithoutSuffix, getPublicSuffix } from 'tldts-icann';
import { beforeAll, describe, expect, test } from 'vitest';
import { packPhones, unpackPhones } from '../scripts/packed/phones.ts';
import { packedData } from '../scripts/packed/plugin.ts';
import type { Trie } from '../scripts/packed/trie.ts';

interface Libraries {
  getDomain: typeof getDomain;
  getDomainWithoutSuffix: typeof getDomainWithoutSuffix;
  getPublicSuffix: typeof getPublicSuffix;
  transliterate: typeof transliterate;
  parsePhone: typeof parsePhoneNumberFromString;
}

/** The libraries as the build makes them. */
async function packed(): Promise<Libraries> {
  // The one that the build's own tools bring along.
  const { build } = (await import(pathToFileURL(resolve('node_modules/esbuild/lib/main.js')).href)) as {
    build: (options: object) => Promise<{ outputFiles: { text: string }[] }>;
  };
  const { load } = packedData();
  const { outputFiles } = await build({
    stdin: {
      contents: `export { getDomain, getDomainWithoutSuffix, getPublicSuffix } from 'tldts-icann';
        export { default as transliterate } from '@sindresorhus/transliterate';
        export { parsePhoneNumberFromString as parsePhone } from 'libphonenumber-js/min';`,
      resolveDir: resolve('.'),
    },
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [
      {
        name: 'packed data',
        setup: (hooks: { onLoad(filter: { filter: RegExp }, load: (file: { path: string }) => Promise<object | undefined>): void }) =>
          hooks.onLoad({ filter: /\.js$/ }, async ({ path }) => {
            const contents = await load(path);
            return contents === undefined ? undefined : { contents, resolveDir: resolve('.') };
          }),
      },
    ],
  });
  return (await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`)) as Libraries;
}

/** Every name that a rule or an exception of the list is about, `*` as it stands there. */
function namesOf(trie: Trie): string[] {
  const starts = [0];
  for (const length of trie.edgeLength) starts.push((starts.at(-1) ?? 0) + length);
  const below = (node: number, name: string): string[] => {
    const names: string[] = [];
    for (let edge = trie.edgeStart[node] ?? 0; edge < (trie.edgeStart[node + 1] ?? 0); edge += 1) {
      const longer = `${trie.labelText.slice(starts[edge], starts[edge + 1])}${name}`;
      names.push(longer, ...below(trie.edgeChild[edge] ?? 0, `.${longer}`));
    }
    return names;
  };
  return [...below(trie.rulesRoot, ''), ...below(trie.exceptionsRoot, '')];
}

describe('tables of libraries in fewer bytes', () => {
  let shipped: Libraries;
  beforeAll(async () => {
    shipped = await packed();
  });

  test('tell the same registrable domains when asked around every rule of the list', () => {
    const trie = createRequire(import.meta.url)('tldts-icann/dist/cjs/src/data/trie.js') as Trie;
    const rules = namesOf(trie);
    expect(rules.length).toBeGreaterThan(6000);
    const hosts = rules.flatMap((rule) => {
      const name = rule.replaceAll('*', 'any');
      return [name, `shop.${name}`, `www.shop.${name}`, `x${name}`];
    });
    const answers = (from: Pick<Libraries, 'getDomain' | 'getDomainWithoutSuffix' | 'getPublicSuffix'>) =>
      hosts.map((host) => `${host}: ${from.getPublicSuffix(host)} ${from.getDomain(host)} ${from.getDomainWithoutSuffix(host)}`);
    const [ours, theirs] = [answers(shipped), answers({ getDomain, getDomainWithoutSuffix, getPublicSuffix })];
    expect(ours.filter((answer, at) => answer !== theirs[at]).slice(0, 10)).toEqual([]);
    expect(shipped.getDomain('mail.acme.co.uk')).toBe('acme.co.uk');
    expect(shipped.getDomain('www.ck')).toBe('www.ck');
    expect(shipped.getDomain('a.city.kobe.jp')).toBe('city.kobe.jp');
  });

  test('write every letter the same in Latin when a letter of any script is asked', () => {
    const letters: string[] = [];
    for (let point = 0; point < 0x20000; point += 1) if (point < 0xd800 || point > 0xdfff) letters.push(String.fromCodePoint(point));
    const pairs = ['ый', 'Ъе', 'ու', 'Тс', 'ِ', 'َ'].flatMap((pair) => [pair, `a${pair}b`]);
    const differing = [...letters, ...pairs].filter((text) => shipped.transliterate(text) !== transliterate(text));
    expect(differing).toEqual([]);
    expect(shipped.transliterate('Иван Ձյունյան')).toBe(transliterate('Иван Ձյունյան'));
  });

  test('hold the same numbering plans when unpacked', () => {
    const plans: unknown = createRequire(import.meta.url)('libphonenumber-js/metadata.min.json');
    expect(unpackPhones(packPhones(plans))).toEqual(plans);
    expect(shipped.parsePhone('+52 81 1234 5678')?.formatNational()).toBe('81 1234 5678');
    expect(shipped.parsePhone('8 921 123-45-67', 'RU')?.number).toBe('+79211234567');
  });
});
