import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Output {
  path: string;
  text: string;
}
interface Bundled {
  outputFiles: Output[];
  metafile: { outputs: Record<string, { entryPoint?: string; imports: { path: string; kind: string }[] }> };
}

/** Every quoted text with a dot in the code of an entry's static imports (`first`) and of all it can load (`all`). */
export async function namedBy(...entries: string[]): Promise<{ first: Set<string>; all: Set<string> }> {
  // The one that the build's own tools bring along.
  const { build } = (await import(pathToFileURL(path.resolve('node_modules/esbuild/lib/main.js')).href)) as {
    build: (options: object) => Promise<Bundled>;
  };
  const { outputFiles, metafile } = await build({
    entryPoints: entries,
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    jsx: 'automatic',
    outdir: 'out',
    packages: 'external',
    external: ['*.json', '*.css'],
    define: { 'import.meta.env': '{}' },
  });
  const first = new Set<string>();
  const visit = (name: string) => {
    if (first.has(name)) return;
    first.add(name);
    for (const next of metafile.outputs[name]?.imports ?? []) if (next.kind === 'import-statement') visit(next.path);
  };
  for (const [name, output] of Object.entries(metafile.outputs)) if (entries.includes(output.entryPoint ?? '')) visit(name);
  const quoted = (files: Output[]) =>
    new Set(files.flatMap(({ text }) => [...text.matchAll(/["'`]([a-z][\w-]*(?:\.[\w-]+)+)["'`]/g)].map(([, id]) => id ?? '')));
  return { first: quoted(outputFiles.filter((file) => first.has(path.relative('.', file.path)))), all: quoted(outputFiles) };
}
