import * as search from './search.ts';
import { change, fill, fillBeside, ours, raw } from './sync.ts';
import * as view from './view.tsx';

/** Called by tests/bench; this page exists in the bench build alone. */
Object.assign(globalThis, { bench: { fill, ours, raw, change, fillBeside, search, view } });
