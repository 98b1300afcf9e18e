import type { CastActivity } from '../cast-types.ts';

/** What the long tail of everyday activities says, so that a demo's timeline reads like a real one. */
const LINES: Readonly<Record<CastActivity['kind'], readonly (readonly [title: string, text: string])[]>> = {
  email: [
    ['Price list', 'The current prices are attached; they hold until the end of the quarter.'],
    ['Re: Delivery dates', 'Two weeks are fine for us, as long as the first pallet comes on a Monday.'],
    ['Samples', 'The samples left the warehouse today, you should have them by Thursday.'],
    ['Re: Invoice', 'Accounting asks for the order number on the invoice, could you send it again?'],
  ],
  call: [
    ['Quick question', 'Wanted to know whether the discount also applies to repeat orders.'],
    ['Status call', 'All on track. Next call after the trial.'],
    ['Missed delivery', 'One box was missing, the carrier brings it tomorrow.'],
  ],
  note: [
    ['', 'Prefers e-mail in the morning, calls after lunch.'],
    ['', 'Budget for next year is decided in November.'],
    ['', 'Compares us with two other suppliers; service counts more than price.'],
  ],
  task: [
    ['Send the contract draft', 'With the new terms of payment.'],
    ['Ask about the trial', 'They wanted to decide this week.'],
  ],
  meeting: [
    ['Quarterly review', 'Went through orders and open points; both sides content.'],
    ['Plant visit', 'Saw the new line, talked about next year’s volumes.'],
  ],
};

/** A title and a text for the `index`-th activity. The number keeps every title different. */
export function smallTalk(kind: CastActivity['kind'], index: number): { title?: string; text: string } {
  const lines = LINES[kind];
  const [title, text] = lines[index % lines.length] ?? ['', ''];
  return { ...(title && { title: `${title} ${index}` }), text: kind === 'note' ? `${text} (${index})` : text };
}
