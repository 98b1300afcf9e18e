/**
 * Which facts are shown, in which order, so that nothing that is being read moves while systems answer. `wanted`: ids of those that
 * matter most now, in the order they would have from the start; `shown`: what stands there. A fact keeps its place as long as it is
 * wanted; one that is no more gives its place to one that has come; the others come below.
 */
export function steadyOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const fresh = wanted.filter((id) => !shown.includes(id));
  const kept = shown.flatMap((id) => {
    if (wanted.includes(id)) return [id];
    const next = fresh.shift();
    return next === undefined ? [] : [next];
  });
  return [...kept, ...fresh];
}

/**
 * Which facts may be shown while systems are asked for the first time. What stands at the end of the fixed order, and would have to move
 * for each deal that another system knows, waits until all have answered; so does what their answers may still change (who spoke last).
 */
export function inPlace(id: string): boolean {
  return /^(late|email|phone|deal .*)$/.test(id);
}
