/**
 * The number meant by an amount as people write it: `48,200.50`, `48.200,50`, `48 200,5`, `1.500`. A sign before three digits parts
 * thousands; only of a currency with three decimals (`digits`) is it their sign. Undefined: no number.
 */
export function amountTyped(text: string, digits: number): number | undefined {
  const bare = text.trim().replace(/[\s\u00a0\u202f'’]/gu, '');
  const unsigned = bare.replace(/^[-−]/u, '');
  // A sign at the end: more is being typed.
  const written = unsigned.replace(/[.,]$/u, '');
  if (!/^\d+(?:[.,]\d+)*$/u.test(written)) return undefined;
  const groups = written.split(/[.,]/u);
  const signs: readonly string[] = written.match(/[.,]/gu) ?? [];
  const last = groups.at(-1) ?? '';
  const couldBeThousands = last.length === 3 && groups[0] !== '0' && (digits < 3 || signs.length > 1);
  const isOwnSign = signs.indexOf(signs.at(-1) ?? '') === signs.length - 1;
  const hasDecimals = signs.length > 0 && isOwnSign && !couldBeThousands;
  const whole = hasDecimals ? groups.slice(0, -1) : groups;
  // 1,23,456 is an Indian hundred thousand; 12,34,5 is nobody's.
  if (whole.length > 1 && (whole.at(-1)?.length !== 3 || whole.slice(1).some((group) => group.length > 3 || group.length < 2)))
    return undefined;
  const value = Number(`${whole.join('')}.${hasDecimals ? last : '0'}`);
  return bare === unsigned ? value : -value;
}
