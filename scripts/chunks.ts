import { join } from 'node:path';

/** What the bundler tells of a module while it divides them. */
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null;
}

const MAIN = 'entrypoints/sidepanel/main.ts';
const PANEL = 'entrypoints/sidepanel/app.tsx';
const OPTIONS = 'entrypoints/options/main.tsx';
const WORKER = 'entrypoints/background.ts';
/** Loads each composer on first use. */
const COMPOSERS = 'components/actions/composer-slot.tsx';

/**
 * Which file a module goes into, by who needs it and when. Left alone the bundler makes a file of every set of modules that the same
 * pages share: the panel then opened 22 of them before it could draw, each a round trip to the browser's process, and a hundred small
 * files take a quarter more room than few.
 *
 *   first    what the panel's first frame needs
 *   base     what panel and worker both need (the database, the browser's API)
 *   panel    what else the panel needs to draw a customer; the options page shares it
 *   tools    what the worker needs and a later piece of the panel too
 *   pages    what the options page needs and a later piece of the panel too
 *   later    what else the panel loads when it has drawn: other tabs, menus, what keeps a customer fresh
 *   actions  what else the panel loads to write: composers, the reading of dates
 *   common   what else options and worker share
 *
 * A file imports only files above it (a composer those of `later`), so none waits for itself.
 */
export function chunkNames(root: string): (id: string, graph: Graph) => string | null {
  let plan: ReadonlyMap<string, string> | undefined;
  return (id, graph) => {
    plan ??= planOf(root, graph);
    return plan.get(id) ?? null;
  };
}

function planOf(root: string, graph: Graph): ReadonlyMap<string, string> {
  const [main, composers] = [join(root, MAIN), join(root, COMPOSERS)];
  const needs = (entry: string) => reached([join(root, entry)], graph);
  const [first, panel, options, worker] = [needs(MAIN), needs(PANEL), needs(OPTIONS), needs(WORKER)];
  const later = loadedLater(panel, graph, (id) => id !== composers);
  const actions = loadedLater(new Set([composers, ...later]), graph, (id) => id !== main);
  const plan = new Map<string, string>();
  for (const id of options) if (worker.has(id)) plan.set(id, 'common');
  const shared = (id: string) => (worker.has(id) ? 'tools' : options.has(id) ? 'pages' : undefined);
  for (const id of actions) plan.set(id, shared(id) ?? 'actions');
  for (const id of later) plan.set(id, shared(id) ?? 'later');
  for (const id of panel) plan.set(id, worker.has(id) ? 'base' : 'panel');
  for (const id of first) plan.set(id, 'first');
  // Entries are files of their own.
  for (const entry of [MAIN, OPTIONS, WORKER]) plan.delete(join(root, entry));
  return plan;
}

/** Modules and all that they import at once. */
function reached(entries: Iterable<string>, graph: Graph): Set<string> {
  const found = new Set<string>();
  const open = [...entries];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/** All that modules load on first use, and what that loads in turn; not the catalogues, of which a page needs one language. */
function loadedLater(from: ReadonlySet<string>, graph: Graph, asks: (id: string) => boolean): Set<string> {
  const found = new Set<string>();
  const open = new Set(from);
  for (const id of open) {
    if (!asks(id)) continue;
    const loaded = graph.getModuleInfo(id)?.dynamicallyImportedIds.filter((each) => !each.endsWith('.json')) ?? [];
    for (const each of reached(loaded, graph)) {
      found.add(each);
      open.add(each);
    }
  }
  return found;
}
