/** What a rep's first look must not meet, in words for whoever has to mend it. Runs inside the page: no closures but its own. */
export function firstScreen(): string[] {
  const found: string[] = [];
  const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const modal = document.querySelector('dialog:modal');
  const top = modal ?? document.body;
  const filled = [...top.querySelectorAll('button, a')].filter((each) => isShown(each) && each.classList.contains('bg-accent'));
  if (filled.length > 1) found.push(`${filled.length} filled buttons: ${filled.map((each) => each.textContent).join(', ')}`);

  const banned = /\boops\b|\buh-oh\b|something went wrong|undefined|\bnull\b|\[object |NaN|Error:|\bat \w+ \(/i.exec(
    document.body.innerText,
  );
  if (banned) found.push(`says "${banned[0]}"`);

  for (const live of document.querySelectorAll('[aria-live="assertive"]')) found.push(`interrupts: ${live.textContent}`);

  const panel = document.querySelector('[role="tabpanel"][aria-labelledby="tab-overview"]');
  if (panel && !modal) {
    const facts = [...panel.querySelectorAll('[data-fact]')].filter(isShown);
    if (facts.length > 7) found.push(`${facts.length} facts on the first screen`);
    const tiles = [...document.querySelectorAll('[role="toolbar"] > button')].filter(isShown);
    const rows = new Set(tiles.map((each) => Math.round(each.getBoundingClientRect().top)));
    if (rows.size > 1) found.push(`quick actions stand in ${rows.size} rows`);
  }
  return found;
}
