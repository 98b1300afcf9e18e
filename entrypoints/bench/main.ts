import * as search from './search.ts';
import { change, fill, ours, raw } from './sync.ts';

/** Called by tests/bench; this page exists in the bench build alone. */
Object.assign(globalThis, { bench: { fill, ours, raw, change, search } });
