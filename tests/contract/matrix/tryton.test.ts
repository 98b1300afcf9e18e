import { it } from 'vitest';
import { matrixStand } from '../../systems/tryton/matrix-stand.ts';
import { UNAVAILABLE } from '../../systems/tryton/server.ts';
import { runMatrixOn } from './run.ts';

if (UNAVAILABLE === undefined) await runMatrixOn(await matrixStand());
else it.skip(`Tryton: ${UNAVAILABLE}`, () => undefined);
