import * as search from './search.ts';
import { change, fill } from './sync.ts';

/** Called by tests/bench; this page exists in the bench build alone. */
Object.assign(globalThis, { bench: { fill, change, search } });
