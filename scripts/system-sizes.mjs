// What each system adds to the worker: its folder bundled and minified by esbuild with everything outside of it left out (shared files
// of lib/, packages), then gzip. Whatever a system would pull in of a vendor's SDK would have to be inside. Fails over 15 kB.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

// The one that the build's own tools bring along.
const { build } = await import(pathToFileURL(resolve('node_modules/esbuild/lib/main.js')).href);

const MOST_BYTES = 15_000;
const ROOT = 'lib/systems';
// A warning only, until every system fits: `--strict` fails.
const strict = process.argv.includes('--strict');

const names = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${ROOT}/${entry.name}/index.ts`))
  .map(({ name }) => name);
const rows = await Promise.all(names.map(async (name) => ({ name, bytes: gzipSync(await bundle(name), { level: 9 }).length })));
for (const { name, bytes } of rows.sort((a, b) => b.bytes - a.bytes)) {
  process.stdout.write(`${name.padEnd(14)}${(bytes / 1000).toFixed(1).padStart(5)} kB${bytes > MOST_BYTES ? '  over 15 kB' : ''}\n`);
}
process.exit(strict && rows.some(({ bytes }) => bytes > MOST_BYTES) ? 1 : 0);

async function bundle(name) {
  const folder = resolve(ROOT, name);
  const inside = {
    name: 'inside',
    setup: ({ onResolve }) =>
      onResolve({ filter: /./ }, ({ path, resolveDir, kind }) =>
        kind === 'entry-point' || join(resolveDir, path).startsWith(`${folder}/`) ? undefined : { path, external: true },
      ),
  };
  const { outputFiles } = await build({
    entryPoints: [`${ROOT}/${name}/index.ts`],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    write: false,
    plugins: [inside],
  });
  return outputFiles[0].contents;
}
