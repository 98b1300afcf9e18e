import type { CustomerSummary } from '../../lib/model/dossier.ts';
import { firstFacts } from '../../lib/platform/first-tab.ts';
import { firstLook } from '../../lib/store/first-look.ts';

/** The panel itself takes over at the latest then, whatever it has to show. */
const GIVE_WAY_MS = 1500;
let over = false;

/**
 * Paints the head of the customer the cache knows, while the panel is still loading. Text only: CRM text is not ours. Answers whether the
 * store is locked.
 */
export async function paintFirstFrame(): Promise<boolean> {
  const { state, pass } = await firstFacts();
  const { customer, isLocked } = await firstLook(state, pass);
  if (!customer || over) return isLocked;
  document.body.append(frameOf(customer));
  setTimeout(endFirstFrame, GIVE_WAY_MS);
  return isLocked;
}

/** The panel has something to show. */
export function endFirstFrame(): void {
  over = true;
  document.getElementById('first')?.remove();
}

/** The same boxes as the panel's head, so that nothing moves when it takes over. */
function frameOf({ name, title, companyName, kind }: CustomerSummary): HTMLElement {
  const frame = element('div', '@container fixed inset-0 bg-surface');
  frame.id = 'first';
  const main = element('div', 'px-4 pt-3 @max-narrow:px-3 @wide:px-5');
  const head = element('header', 'flex items-start gap-3');
  const avatar = element('span', '@max-narrow:hidden');
  avatar.append(element('span', `inline-flex size-10 shrink-0 bg-chip ${kind === 'person' ? 'rounded-full' : 'rounded'}`));
  const words = element('div', 'min-w-0 flex-1');
  words.append(element('h1', 'bidi line-clamp-4 text-balance text-4 @max-narrow:text-3', name));
  const line = [title, companyName].filter((part) => part !== undefined).join(' · ');
  if (line) words.append(element('p', 'bidi text-2 text-text-muted', line));
  head.append(avatar, words);
  main.append(head);
  frame.append(main);
  return frame;
}

function element(tag: string, look: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = look;
  if (text !== undefined) made.textContent = text;
  return made;
}
