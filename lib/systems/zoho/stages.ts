import type { Stage } from '../contract.ts';

/** The vendor's own closed stages, which accounts may rename; translated ones are recognised by their probability. */
const WON = /^closed won$/i;
const LOST = /^closed[ -]lost( to competition)?$/i;

/**
 * Whether a deal is over, from its own columns: the vendor writes no status, only a stage and the probability that the stage sets.
 * 100 % is won; 0 % is lost only for a stage that says so, as a first stage may stand at 0 % too.
 */
export function stageStatus(stage: string | undefined, probabilityPct: number | undefined): Stage['status'] {
  if (stage !== undefined && WON.test(stage)) return 'won';
  if (stage !== undefined && LOST.test(stage)) return 'lost';
  if (probabilityPct === 100) return 'won';
  return probabilityPct === 0 && stage !== undefined && /lost|perdid|проигр/i.test(stage) ? 'lost' : 'open';
}

/** What a pipeline says of a stage, in the vendor's words. */
export function forecastStatus(
  forecast: string | undefined,
  stage: string | undefined,
  probabilityPct: number | undefined,
): Stage['status'] {
  const word = forecast?.toLowerCase().replace(/[^a-z]/g, '');
  if (word === 'closedwon') return 'won';
  if (word === 'closedlost') return 'lost';
  return word === 'open' ? 'open' : stageStatus(stage, probabilityPct);
}
