/** What is wrong with the page as it stands, in words for whoever has to mend it. Runs inside the page: no closures. */
export function flaws(): string[] {
  const found = new Set<string>();
  const root = document.documentElement;
  const width = root.clientWidth;
  if (root.scrollWidth > width) found.add(`the page scrolls sideways: ${root.scrollWidth} of ${width}`);

  const nameOf = (element: Element | null) => {
    if (!element) return '?';
    const text = (element.textContent ?? '').trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''} "${text}"`;
  };
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element) => {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  };
  // What a modal dialog stands over is out of reach.
  const modal = document.querySelector('dialog:modal');
  const top = modal ?? document.body;

  for (const element of top.querySelectorAll<HTMLElement>('*')) {
    const { overflowX, display } = styleOf(element);
    if (display === 'none' || element.clientWidth === 0 || element.matches('.sr-only, .sr-only *')) continue;
    if ((overflowX === 'auto' || overflowX === 'scroll') && element.scrollWidth > element.clientWidth + 1)
      found.add(`${nameOf(element)} scrolls sideways: ${element.scrollWidth} of ${element.clientWidth}`);
  }

  /** What text belongs to: the same floating layer, else the page. Layers may lie over each other, text of one layer may not. */
  const layerOf = (element: Element): Element => {
    for (let each: Element | null = element; each; each = each.parentElement) {
      const { position } = styleOf(each);
      if (each.matches('dialog, [popover]') || position === 'fixed' || position === 'sticky') return each;
    }
    return root;
  };
  interface Line {
    box: DOMRect;
    element: Element;
    layer: Element;
  }
  const lines: Line[] = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || !node.textContent?.trim()) continue;
    if (
      element.closest('.sr-only, option, script, style, [hidden], mark') ||
      !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    )
      continue;
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
    // Clipped away on purpose (a text of many lines shows its first): such lines are not there.
    const shown = boxes.flatMap((whole): DOMRect[] => {
      let box = whole;
      for (let each: Element | null = element; each && each !== top; each = each.parentElement) {
        const { overflowY, webkitLineClamp } = styleOf(each);
        if (overflowY === 'visible' && webkitLineClamp === 'none') continue;
        const frame = each.getBoundingClientRect();
        if (box.top >= frame.bottom - 1 || box.bottom <= frame.top + 1) return [];
        const above = Math.max(box.top, frame.top);
        if (overflowY === 'auto' || overflowY === 'scroll')
          box = new DOMRect(box.left, above, box.width, Math.min(box.bottom, frame.bottom) - above);
      }
      return [box];
    });
    for (const box of shown) {
      if (box.left < -1 || box.right > width + 1) found.add(`text leaves the page: ${nameOf(element)}`);
      for (let each: Element | null = element; each && each !== top; each = each.parentElement) {
        const { overflowX, textOverflow } = styleOf(each);
        if (overflowX === 'visible' && textOverflow !== 'ellipsis') continue;
        const frame = each.getBoundingClientRect();
        if (box.left < frame.left - 1 || box.right > frame.right + 1) found.add(`text is cut off: ${nameOf(element)} in ${nameOf(each)}`);
        if (box.top < frame.top - 2 || box.bottom > frame.bottom + 2) {
          const scrolls = styleOf(each).overflowY;
          if (scrolls === 'hidden' && styleOf(each).webkitLineClamp === 'none') found.add(`text is cut in its height: ${nameOf(element)}`);
        }
      }
      const control = element.closest('button, [role="tab"], a.inline-flex, summary, .rounded-full');
      if (control) {
        const frame = control.getBoundingClientRect();
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)
          found.add(`text leaves its control: ${nameOf(element)} in ${nameOf(control)}`);
      }
      lines.push({ box, element, layer: layerOf(element) });
    }
    const clamp = element.closest('[class*="line-clamp-"]');
    if (clamp && clamp.scrollHeight > clamp.clientHeight + 1 && !clamp.closest('article, [data-shortened]'))
      found.add(`text is shortened: ${nameOf(clamp)}`);
  }

  for (const [at, one] of lines.entries())
    for (const two of lines.slice(at + 1)) {
      if (one.layer !== two.layer || one.element === two.element || one.element.contains(two.element) || two.element.contains(one.element))
        continue;
      const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const down = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
      // Lines that touch share a pixel or two of leading; letters do not meet before that.
      if (across > 1 && down > 4) found.add(`texts overlap: ${nameOf(one.element)} and ${nameOf(two.element)}`);
    }

  for (const control of top.querySelectorAll<HTMLElement>(
    'button, a[href], input:not([type=hidden]), select, textarea, summary, [role="tab"], [role="option"], [role="menuitem"]',
  )) {
    if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    // A box and its label are one target; a file field is reached by its own.
    const labels = (control as HTMLInputElement).labels;
    const target = control.matches('[type=checkbox], [type=radio], [type=file]') ? (labels?.[0] ?? control) : control;
    const { width: wide, height: high } = target.getBoundingClientRect();
    const inSentence = control.tagName === 'A' && styleOf(control).display === 'inline';
    if (!inSentence && wide > 0 && (wide < 23.5 || high < 23.5))
      found.add(`target is small: ${nameOf(control)} ${Math.round(wide)} × ${Math.round(high)}`);
  }
  return [...found];
}
