// What each system adds to the worker: the modules of its folder minified together as they stand in the worker's bundle, where
// the import lines between a system and what all systems share do not exist; then gzip. Packages and shared files are counted by
// the worker's own budget. Says which is over 15 kB; `--strict` fails for it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

// The one that the build's own tools bring along.
const { build } = await import(pathToFileURL(resolve('node_modules/esbuild/lib/main.js')).href);

const MOST_BYTES = 15_000;
const ROOT = 'lib/systems';

const names = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${ROOT}/${entry.name}/index.ts`))
  .map(({ name }) => name);
const rows = await Promise.all(names.map(async (name) => ({ name, bytes: gzipSync(await bundle(name), { level: 9 }).length })));
for (const { name, bytes } of rows.sort((a, b) => b.bytes - a.bytes)) {
  process.stdout.write(`${name.padEnd(14)}${(bytes / 1000).toFixed(2).padStart(6)} kB${bytes > MOST_BYTES ? '  over 15 kB' : ''}\n`);
}
process.exit(process.argv.includes('--strict') && rows.some(({ bytes }) => bytes > MOST_BYTES) ? 1 : 0);

async function bundle(name) {
  const folder = resolve(ROOT, name);
  const inside = {
    name: 'inside',
    setup: ({ onResolve, onLoad }) => {
      onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: withNamesOfValibot(readFileSync(path, 'utf8')), loader: 'ts' }));
      onResolve({ filter: /./ }, ({ path, resolveDir, kind }) =>
        kind === 'entry-point' || (path.startsWith('.') && join(resolveDir, path).startsWith(`${folder}/`))
          ? undefined
          : { path, external: true },
      );
    },
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
  return withoutImports(outputFiles[0].text);
}

/** esbuild leaves each module's imports of other folders where the module stands. */
function withoutImports(code) {
  return code.replace(/(?<=^|[;}\s])import\s*(?:\{[^}]*\}|\*\s*as [\w$]+|[\w$]+)\s*from\s*"[^"]*";/g, '');
}

/** In the worker's bundle the members of `import * as v` are plain functions with short names; here valibot stays outside. */
function withNamesOfValibot(code) {
  if (!code.includes("import * as v from 'valibot'")) return code;
  const names = [...new Set([...code.matchAll(/\bv\.([a-zA-Z_]+)/g)].map(([, name]) => name))];
  return code
    .replace("import * as v from 'valibot'", `import { ${names.map((name) => `${name} as v_${name}`).join(', ')} } from 'valibot'`)
    .replace(/\bv\.([a-zA-Z_]+)/g, 'v_$1');
}
