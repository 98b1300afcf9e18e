/** The flat tree that `tldts-icann` keeps the public suffixes in (its `src/data/trie.ts`). */
export interface Trie {
  /** 1 where the labels down to here are a rule. */
  nodeFlags: Uint8Array;
  /** Where a node's edges begin; one more than there are nodes. */
  edgeStart: Uint16Array;
  edgeChild: Uint16Array;
  /** Characters of `labelText` that an edge takes, one edge after the other. A node's edges are in the order of `hashOf`. */
  edgeLength: Uint8Array;
  labelText: string;
  rulesRoot: number;
  exceptionsRoot: number;
}

interface Level {
  isRule: boolean;
  edges: { label: string; hash: number; below: Level }[];
}

const LEAF: Level = { isRule: true, edges: [] };

/** What `packSuffixes` wrote (the way it is written is told there), as the library wants it. */
export function unpackTrie(rules: string, exceptions: string): Trie {
  const trees = [LEAF, readTree(rules), readTree(exceptions)];
  const [starts, children, lengths, labels]: [number[], number[], number[], string[]] = [[], [], [], []];
  // Whoever is found below a level is appended, so a level's edges lie side by side.
  for (const level of trees) {
    starts.push(labels.length);
    for (const { label, below } of level.edges.sort((a, b) => a.hash - b.hash)) {
      labels.push(label);
      lengths.push(label.length);
      children.push(below === LEAF ? 0 : trees.push(below) - 1);
    }
  }
  return {
    nodeFlags: Uint8Array.from(trees, ({ isRule }) => Number(isRule)),
    edgeStart: Uint16Array.of(...starts, labels.length),
    edgeChild: Uint16Array.from(children),
    edgeLength: Uint8Array.from(lengths),
    labelText: labels.join(''),
    rulesRoot: 1,
    exceptionsRoot: 2,
  };
}

/** djb2 from the last character to the first: the order in which the library looks a label up. */
function hashOf(label: string): number {
  let hash = 5381;
  for (let at = label.length - 1; at >= 0; at -= 1) hash = (hash * 33) ^ label.charCodeAt(at);
  return hash >>> 0;
}

function readTree(text: string): Level {
  const root: Level = { isRule: false, edges: [] };
  const open = [root];
  let before = '';
  for (const [, shared, rest, mark] of text.matchAll(/([A-Z])([^A-Z()!]*)([(!]?)|\)/g)) {
    if (shared === undefined) {
      open.pop();
      before = '';
      continue;
    }
    const label = before.slice(0, shared.charCodeAt(0) - 65) + rest;
    const below: Level = mark ? { isRule: mark === '(', edges: [] } : LEAF;
    open.at(-1)?.edges.push({ label, hash: hashOf(label), below });
    before = label;
    if (!mark) continue;
    open.push(below);
    before = '';
  }
  return root;
}
