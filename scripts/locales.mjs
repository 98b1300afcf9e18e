/**
 * Checks and compiles the catalogues: components/locales/{en,es,ru}.json (id → ICU message) → <language>.compiled.json.
 * Fails when a language lacks an id, placeholders differ, a plural lacks a form its language needs, or an id is unused.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'components/locales');
export const LANGUAGES = ['en', 'es', 'ru'];
const PLURAL_FORMS = { en: ['one', 'other'], es: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] };
/** Ids that code puts together from data (the fields of a system's connect form); a test compares them with the registry. */
const FROM_DATA = ['connect.field.', 'connect.hint.', 'connect.method.', 'connect.steps.', 'connect.limits.'];

/** Walks a compiled message: calls `placeholder` for every argument and `plural` for every plural's forms. */
function walk(tokens, placeholder, plural) {
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    const [name, type, choices] = token;
    placeholder(name, type ?? '');
    if (!choices || typeof choices !== 'object') continue;
    if (type === 'plural') plural(Object.keys(choices).filter((form) => form !== 'offset'));
    for (const branch of Object.values(choices)) if (Array.isArray(branch)) walk(branch, placeholder, plural);
  }
}

function describe(tokens) {
  const placeholders = new Set();
  const plurals = [];
  walk(
    tokens,
    (name, type) => placeholders.add(type === 'plural' || type === '' ? name : `${name}:${type}`),
    (forms) => plurals.push(forms),
  );
  return { placeholders: [...placeholders].sort().join(', '), plurals };
}

/** Compares the catalogues with each other. Returns sentences, empty when all is well. */
export function compareCatalogues(catalogues) {
  const problems = [];
  const ids = new Set(Object.values(catalogues).flatMap((catalogue) => Object.keys(catalogue)));
  for (const id of ids) {
    let first;
    for (const language of LANGUAGES) {
      const message = catalogues[language][id];
      if (typeof message !== 'string' || message.trim() === '') {
        problems.push(`${language}.json has no "${id}"`);
        continue;
      }
      try {
        const { placeholders, plurals } = describe(compileMessageOrThrow(message));
        first ??= { language, placeholders };
        if (placeholders !== first.placeholders)
          problems.push(`"${id}": ${language} uses {${placeholders}}, ${first.language} uses {${first.placeholders}}`);
        for (const forms of plurals) {
          const missing = PLURAL_FORMS[language].filter((form) => !forms.includes(form));
          if (missing.length > 0) problems.push(`"${id}": the ${language} plural lacks ${missing.join(', ')}`);
        }
      } catch (error) {
        problems.push(`"${id}": ${language} is not ICU MessageFormat: ${error.message}`);
      }
    }
  }
  return problems;
}

function sources(directory) {
  return readdirSync(path.join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(path.join(root, directory, name), 'utf8'));
}

/** Ids no source names, and ids that are asked for by `t('…')` but are in no catalogue. */
export function compareWithSources(ids, texts) {
  const known = new Set(ids);
  const quoted = new Set();
  const problems = [];
  for (const text of texts) {
    for (const [, id] of text.matchAll(/['"`]([a-z][\w-]*(?:\.[\w-]+)+)['"`]/g)) quoted.add(id);
    for (const [, id] of text.matchAll(/\bt\(\s*'([^']+)'/g)) if (!known.has(id)) problems.push(`t('${id}') is in no catalogue`);
  }
  for (const id of known) {
    if (!quoted.has(id) && !FROM_DATA.some((prefix) => id.startsWith(prefix))) problems.push(`"${id}" is used nowhere`);
  }
  return problems;
}

export function main() {
  const catalogues = Object.fromEntries(
    LANGUAGES.map((language) => [language, JSON.parse(readFileSync(path.join(folder, `${language}.json`), 'utf8'))]),
  );
  const problems = [
    ...compareCatalogues(catalogues),
    ...compareWithSources(Object.keys(catalogues.en), [...sources('components'), ...sources('entrypoints')]),
  ];
  for (const language of LANGUAGES) {
    const compiled = Object.fromEntries(
      Object.entries(catalogues[language]).map(([id, message]) => {
        try {
          return [id, compileMessageOrThrow(message)];
        } catch {
          return [id, [message]];
        }
      }),
    );
    const file = path.join(folder, `${language}.compiled.json`);
    const text = `${JSON.stringify(compiled)}\n`;
    let before = '';
    try {
      before = readFileSync(file, 'utf8');
    } catch {
      // First run: there is nothing to compare with.
    }
    if (before !== text) writeFileSync(file, text);
  }
  if (problems.length > 0) {
    process.stderr.write(`Catalogues:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`Catalogues: ${Object.keys(catalogues.en).length} messages in ${LANGUAGES.join(', ')}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
