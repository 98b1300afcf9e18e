/**
 * Replacements of letters, in order of their code points: how far from the one before (in base 36; nothing for the next one), and what
 * stands for it. Keys of more than one code point are written out.
 */
export function packLetters(replacements: ReadonlyMap<string, string>): [single: string, longer: string] {
  const longer = [...replacements].filter(([key]) => [...key].length > 1);
  const single = [...replacements]
    .filter(([key]) => [...key].length === 1)
    .map(([key, value]) => ({ point: key.codePointAt(0) ?? 0, value }))
    .sort((a, b) => a.point - b.point);
  let before = -1;
  const steps = single.map(({ point, value }) => {
    const step = point - before;
    before = point;
    return `${step === 1 ? '' : step.toString(36)} ${value}`;
  });
  return [steps.join('|'), longer.flat().join('|')];
}

/** What `packLetters` wrote, as `@sindresorhus/transliterate` wants it. */
export function unpackLetters(single: string, longer: string): Map<string, string> {
  const replacements = new Map<string, string>();
  let point = -1;
  for (const entry of single.split('|')) {
    const [step, value = ''] = entry.split(' ');
    point += step ? Number.parseInt(step, 36) : 1;
    replacements.set(String.fromCodePoint(point), value);
  }
  const written = longer.split('|');
  for (let at = 0; at + 1 < written.length; at += 2) replacements.set(written[at] ?? '', written[at + 1] ?? '');
  return replacements;
}
