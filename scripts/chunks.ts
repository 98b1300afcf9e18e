import { join } from 'node:path';

/** What the bundler tells of a module while it divides them. */
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

const MAIN = 'entrypoints/sidepanel/main.ts';
const PANEL = 'entrypoints/sidepanel/app.tsx';
const OPTIONS = 'entrypoints/options/main.tsx';
const WORKER = 'entrypoints/background.ts';

/**
 * Which file a module goes into, by who needs it at once. Left alone the bundler makes a file of every set of modules that the same pages
 * share: the panel then opened 22 of them before it could draw, and each costs a round trip to the browser's process.
 *
 *   first    what the panel's first frame needs
 *   base     what panel and worker both need (the database, the browser's API)
 *   panel    what else the panel needs to draw a customer; the options page shares it
 *   common   what else options and worker share
 */
export function chunkNames(root: string): (id: string, graph: Graph) => string | null {
  let plan: ReadonlyMap<string, string> | undefined;
  return (id, graph) => {
    plan ??= planOf(root, graph);
    return plan.get(id) ?? null;
  };
}

function planOf(root: string, graph: Graph): ReadonlyMap<string, string> {
  const needs = (entry: string) => reached(join(root, entry), graph);
  const [first, panel, options, worker] = [needs(MAIN), needs(PANEL), needs(OPTIONS), needs(WORKER)];
  const plan = new Map<string, string>();
  for (const id of options) if (worker.has(id)) plan.set(id, 'common');
  for (const id of panel) plan.set(id, worker.has(id) ? 'base' : 'panel');
  for (const id of first) plan.set(id, 'first');
  // Entries are files of their own.
  for (const entry of [MAIN, OPTIONS, WORKER]) plan.delete(join(root, entry));
  return plan;
}

/** A module and all that it imports at once. */
function reached(entry: string, graph: Graph): Set<string> {
  const found = new Set<string>();
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}
