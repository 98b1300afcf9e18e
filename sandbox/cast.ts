import { crowd } from './cast/crowd.ts';
import { CAST_CUSTOM_FIELDS } from './cast/custom-fields.ts';
import { withDynamics } from './cast/dynamics.ts';
import { join } from './cast/family.ts';
import { llantasNorte } from './cast/llantas-norte.ts';
import { longTimeline } from './cast/long-timeline.ts';
import { momentsAround } from './cast/moments.ts';
import { oddities } from './cast/odd.ts';
import { oneil } from './cast/oneil.ts';
import { tanaka } from './cast/tanaka.ts';
import { vektor } from './cast/vektor.ts';
import { withZoho } from './cast/zoho-share.ts';
import type { Cast } from './cast-types.ts';
import { makeDice } from './random.ts';

export { CAST_CUSTOM_FIELDS };

/** 16 November 2026, 15:00 UTC: when the story is told unless somebody wants it to be today. */
export const CAST_AS_OF = Date.UTC(2026, 10, 16, 15);

/** Generated companies beside the hand-written ones. */
const CROWD_SIZE = 81;

/**
 * The story all sandbox systems tell, each in its own words. Same seed and `asOf`, same story; the hand-written families
 * (a file each in `cast/`) are in every one. Four heroes have more than 250 activities in one system each.
 */
export function makeCast(seed = 1, asOf = CAST_AS_OF): Cast {
  const moments = momentsAround(asOf);
  const story = join([
    llantasNorte(moments),
    vektor(moments),
    oneil(moments),
    tanaka(moments),
    oddities(moments),
    longTimeline(moments, 'hubspot', 'ana-perez', 'llantas-norte', 268),
    longTimeline(moments, 'amocrm', 'ivan-petrov', 'vektor', 262),
    longTimeline(moments, 'salesforce', 'james-oneil', 'oneil-sons', 257),
    longTimeline(moments, 'pipedrive', 'yuki-tanaka', 'tanaka-seimitsu', 254),
    crowd(makeDice(seed), moments, CROWD_SIZE),
  ]);
  return {
    seed,
    asOf,
    owners: [
      { firstName: 'Marta', lastName: 'Ruiz', email: 'marta.ruiz@northwind.example' },
      { firstName: 'Daniel', lastName: 'Weber', email: 'daniel.weber@northwind.example' },
      { firstName: 'Ольга', lastName: 'Смирнова', email: 'olga.smirnova@northwind.example' },
      { firstName: 'Kenji', lastName: 'Mori', email: 'kenji.mori@northwind.example' },
    ],
    ...withDynamics(withZoho(story, moments), moments),
  };
}
