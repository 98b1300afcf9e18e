// Budgets in gzip. What a page loads before its first paint is read from the built page itself.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const build = '.output/chrome-mv3';

/** All that a store's zip holds: scripts, catalogues, styles, pages, icons, manifest. */
function everyFile(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Every script a page names itself, and what those import statically; the panel's own chunk too, which it asks for at once. */
function firstLoad(page) {
  const html = readFileSync(join(build, page), 'utf8');
  const files = new Set(
    readdirSync(join(build, 'chunks'))
      .filter((name) => /^panel-/.test(name))
      .map((name) => join(build, 'chunks', name)),
  );
  for (const file of [...files]) {
    files.delete(file);
    addWithImports(file, files);
  }
  for (const [, source] of html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+\.js)"/g)) addWithImports(join(build, source), files);
  return [...files];
}

function addWithImports(file, files) {
  if (files.has(file)) return;
  files.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, source] of code.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^'"()]*?from\s*)?["']([^"']+\.js)["']/g)) {
    addWithImports(join(dirname(file), source), files);
  }
}

function worker() {
  const files = new Set();
  addWithImports(join(build, 'background.js'), files);
  return [...files];
}

export default [
  { name: 'content script', path: join(build, 'content-scripts/page.js'), limit: '5 kB', gzip: true },
  { name: 'panel, before the first paint', path: firstLoad('sidepanel.html'), limit: '147 kB', gzip: true },
  // A service worker cannot load code later, so phone, domain and transliteration data (39 kB) and every system (15 kB each) are in it from the start.
  { name: 'background worker', path: worker(), limit: '380 kB', gzip: true },
  { name: 'whole package for Chrome', path: everyFile(build), limit: '600 kB', gzip: true },
  { name: 'whole package for Firefox', path: everyFile('.output/firefox-mv3'), limit: '600 kB', gzip: true },
];
