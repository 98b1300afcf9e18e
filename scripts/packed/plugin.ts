import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packLetters, unpackLetters } from './letters.ts';
import { packPhones, unpackPhones } from './phones.ts';
import { packSuffixes } from './suffixes.ts';
import { type Trie, unpackTrie } from './trie.ts';

const require = createRequire(import.meta.url);
const TRIE = 'tldts-icann/dist/es6/src/data/trie.js';
const PHONES = 'libphonenumber-js/metadata.min.json.js';
const LETTERS = '@sindresorhus/transliterate/replacements.js';

/**
 * Tables of three libraries in fewer bytes, unpacked when a page or the worker starts: the public suffixes (70 kB gzip as they come, also
 * because the minifier copies a long constant to each place that reads it), the letters to transliterate, the numbering plans. What the libraries then
 * hold is the same; `tests/packed-data.test.ts` compares. Node runs the libraries as they come.
 */
export function packedData() {
  return {
    name: 'sidelight:packed-data',
    enforce: 'pre' as const,
    async load(id: string): Promise<string | undefined> {
      if (id.endsWith(`/${TRIE}`)) {
        const packed = packSuffixes(require('tldts-icann/dist/cjs/src/data/trie.js') as Trie);
        return unpackedBy('trie.ts', unpackTrie, packed, (call) => `export const { ${TRIE_NAMES.join(', ')} } = ${call};`);
      }
      if (id.endsWith(`/${LETTERS}`)) {
        const { default: replacements } = (await import(pathToFileURL(id).href)) as { default: Map<string, string> };
        return unpackedBy('letters.ts', unpackLetters, packLetters(replacements), (call) => `export default ${call};`);
      }
      if (id.endsWith(`/${PHONES}`)) {
        const packed = packPhones(require('libphonenumber-js/metadata.min.json'));
        return unpackedBy('phones.ts', unpackPhones, [packed], (call) => `export default ${call};`);
      }
      return undefined;
    },
  };
}

const TRIE_NAMES = [
  'nodeFlags',
  'edgeStart',
  'edgeChild',
  'edgeLength',
  'labelText',
  'rulesRoot',
  'exceptionsRoot',
] as const satisfies readonly (keyof Trie)[];

/** A module that calls `unpack`, which stands in `file` here, with what was packed. */
function unpackedBy(file: string, { name }: { name: string }, packed: readonly string[], exports: (call: string) => string): string {
  const from = JSON.stringify(join(import.meta.dirname, file).replaceAll('\\', '/'));
  return `import { ${name} } from ${from};\n${exports(`${name}(${packed.map((text) => JSON.stringify(text)).join(', ')})`)}\n`;
}
