import { type Figure, format, quantile } from './figures.ts';
import { inBoth } from './in-browsers.ts';

const ROUNDS = 100;
/** Code that runs for the first time is slower; a rep's day has hundreds of these. */
const FIRST = 30;
const FRAME_MS = 1000 / 60;

interface Shown {
  ms: number;
  wasBlank: boolean;
}

/**
 * The whole view of a customer in six systems out of the cache, as the rep goes from record to record: from the moment the open panel is told
 * of the record to the frame with her head, the marks of all six systems and the first tab. Both browsers, without
 * a passphrase and with one that was given; the worst of the four counts.
 */
export async function viewFigures(): Promise<Figure[]> {
  const measured = [];
  for (const isLocked of [false, true]) {
    const both = await inBoth(async ({ page, call }) => {
      await call(`view.begin(${FIRST + ROUNDS}, ${isLocked})`);
      // A page behind another draws no frames, and a browser that was just started may open one of its own.
      await page.bringToFront();
      await call<Shown[]>(`view.follow(0, ${FIRST})`);
      return call<Shown[]>(`view.follow(${FIRST}, ${FIRST + ROUNDS})`);
    });
    measured.push(...both.map(({ name, value }) => ({ name: isLocked ? `${name} under a passphrase` : name, value })));
  }
  const at = (shown: readonly Shown[], share: number) =>
    quantile(
      shown.map(({ ms }) => ms),
      share,
    );
  return [
    {
      what: 'another record is told to the open panel → six systems’ view painted out of the cache, p95',
      value: Math.max(...measured.map(({ value }) => at(value, 0.95))),
      limit: FRAME_MS + 10,
      unit: 'ms',
      note: measured
        .map(
          ({ name, value }) =>
            `${name} p50/p95 ${format(at(value, 0.5))}/${format(at(value, 0.95))}, ${value.filter(({ wasBlank }) => wasBlank).length} of ${ROUNDS} with an empty frame between`,
        )
        .join('; '),
    },
  ];
}
