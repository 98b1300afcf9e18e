/**
 * Checks and compiles the catalogues: components/locales/{en,es,ru}.json (id → ICU message) → for each part of the interface that
 * loads its words by itself ids.<part>.compiled.json and, in the same order, <language>.<part>.compiled.json. Fails when a language lacks an id, placeholders
 * differ, a plural lacks a form its language needs, or an id is unused.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'components/locales');
export const LANGUAGES = ['en', 'es', 'ru'];
const PLURAL_FORMS = { en: ['one', 'other'], es: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] };
/** Ids that code puts together from data (the fields of a system's connect form); a test compares them with the registry. */
const FROM_DATA = ['connect.field.', 'connect.hint.', 'connect.method.', 'connect.steps.', 'connect.limits.'];

/** A quoted id, and the start of one that is put together from data. */
const ID = /['"`]([a-z][\w-]*(?:\.[\w-]+)+)['"`]/g;
const ID_START = /`([a-z][\w-]*\.[\w.-]*)\$\{/g;
const IMPORT = /^\s*(?:import|export)\s(?!\s*type\b)(?:[^'";]*?\bfrom\s*)?'(\.[^']+\.tsx?)'/gm;
const IMPORT_LATER = /\bimport\(\s*'(\.[^']+\.tsx?)'/g;

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
    for (const [, id] of text.matchAll(ID)) quoted.add(id);
    for (const [, id] of text.matchAll(/\bt\(\s*'([^']+)'/g)) if (!known.has(id)) problems.push(`t('${id}') is in no catalogue`);
  }
  for (const id of known) {
    if (!quoted.has(id) && !FROM_DATA.some((prefix) => id.startsWith(prefix))) problems.push(`"${id}" is used nowhere`);
  }
  return problems;
}

/** Every file of components/ and entrypoints/ that an entry reaches; with `later`, also what components/ import by `import()`. */
function reached(entry, later) {
  const files = new Map();
  const visit = (file) => {
    if (files.has(file) || !existsSync(path.join(root, file))) return;
    const text = readFileSync(path.join(root, file), 'utf8');
    files.set(file, text);
    // An entry's own `import()` is no choice of the rep's: it runs at once.
    const forms = later || file.startsWith('entrypoints/') ? [IMPORT, IMPORT_LATER] : [IMPORT];
    for (const form of forms) {
      for (const [, to] of text.matchAll(form)) {
        const next = path.posix.join(path.posix.dirname(file), to);
        if (/^(components|entrypoints)\//.test(next)) visit(next);
      }
    }
  };
  visit(entry);
  return [...files.values()];
}

/** The ids those sources name, in the catalogue's order. */
function idsIn(texts, ids) {
  const named = new Set(texts.flatMap((text) => [...text.matchAll(ID)].map(([, id]) => id)));
  const starts = texts.flatMap((text) => [...text.matchAll(ID_START)].map(([, start]) => start));
  return ids.filter(
    (id) => named.has(id) || (FROM_DATA.some((prefix) => id.startsWith(prefix)) && starts.some((start) => id.startsWith(start))),
  );
}

/**
 * Which ids each part holds: `first` what the panel needs for its first frame (English is in its script), `later` what its other
 * pieces and the options page add. Read from the imports, so that nothing is kept by hand.
 */
export function partsOf(ids) {
  const first = new Set(idsIn(reached('entrypoints/sidepanel/main.ts', false), ids));
  const all = new Set(['entrypoints/sidepanel/main.ts', 'entrypoints/options/main.tsx'].flatMap((page) => idsIn(reached(page, true), ids)));
  return { first: [...first], later: ids.filter((id) => all.has(id) && !first.has(id)) };
}

/** Ids that no page loads. */
export function unreached(ids, parts) {
  const held = new Set(Object.values(parts).flat());
  return ids.filter((id) => !held.has(id)).map((id) => `"${id}" is reached from no page`);
}

function write(name, text) {
  const file = path.join(folder, name);
  // Untouched when nothing changed: a dev server would reload for a new time stamp.
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

/** Tokens; the bare text where there is nothing to fill in. */
function compiled(message) {
  try {
    const tokens = compileMessageOrThrow(message);
    return tokens.length === 1 && typeof tokens[0] === 'string' ? tokens[0] : tokens;
  } catch {
    return message;
  }
}

export function main() {
  const catalogues = Object.fromEntries(
    LANGUAGES.map((language) => [language, JSON.parse(readFileSync(path.join(folder, `${language}.json`), 'utf8'))]),
  );
  const ids = Object.keys(catalogues.en);
  const parts = partsOf(ids);
  const problems = [
    ...compareCatalogues(catalogues),
    ...compareWithSources(ids, [...sources('components'), ...sources('entrypoints')]),
    ...unreached(ids, parts),
  ];
  const names = new Set();
  for (const [part, held] of Object.entries(parts)) {
    for (const name of ['ids', ...LANGUAGES]) {
      const file = `${name}.${part}.compiled.json`;
      names.add(file);
      const list = name === 'ids' ? held : held.map((id) => compiled(catalogues[name][id] ?? id));
      write(file, `${JSON.stringify(list)}\n`);
    }
  }
  for (const name of readdirSync(folder)) if (name.endsWith('.compiled.json') && !names.has(name)) rmSync(path.join(folder, name));
  if (problems.length > 0) {
    process.stderr.write(`Catalogues:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  const counts = Object.entries(parts).map(([part, held]) => `${part} ${held.length}`);
  process.stdout.write(`Catalogues: ${ids.length} messages in ${LANGUAGES.join(', ')} (${counts.join(', ')})\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
