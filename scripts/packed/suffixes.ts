import type { Trie } from './trie.ts';

/**
 * The public suffixes as two short texts, rules and exceptions, for `unpackTrie`: labels of a level in order of the alphabet,
 * each a capital letter (how much it shares with the one before; A = nothing) and the rest of it; `(…)` what is below a rule, `!…)` what
 * is below something that is no rule itself. Top-level domains that are nothing but a rule are left out: for one that the list lacks the answer is the same
 * (publicsuffix.org/list: "If no rules match, the prevailing rule is '*'").
 */
export function packSuffixes(trie: Trie): [rules: string, exceptions: string] {
  const labels: string[] = [];
  let at = 0;
  for (const length of trie.edgeLength) {
    labels.push(trie.labelText.slice(at, at + length));
    at += length;
  }
  const edges = (node: number) => {
    const [from, to] = trie.edgeStart.slice(node, node + 2);
    return labels
      .slice(from, to)
      .map((label, place) => ({ label, below: trie.edgeChild[(from ?? 0) + place] ?? 0 }))
      .sort((a, b) => (a.label < b.label ? -1 : 1));
  };
  const isLeaf = (node: number) => edges(node).length === 0;

  function written(level: { label: string; below: number }[]): string {
    let before = '';
    let text = '';
    for (const { label, below } of level) {
      const shared = sharedLetters(before, label);
      text += String.fromCharCode(65 + shared) + label.slice(shared);
      if (isLeaf(below)) {
        before = label;
      } else {
        text += `${trie.nodeFlags[below] ? '(' : '!'}${written(edges(below))})`;
        before = '';
      }
    }
    return text;
  }
  return [written(edges(trie.rulesRoot).filter(({ below }) => !isLeaf(below))), written(edges(trie.exceptionsRoot))];
}

function sharedLetters(one: string, other: string): number {
  let shared = 0;
  while (shared < 25 && shared < one.length && one[shared] === other[shared]) shared += 1;
  return shared;
}
