import * as v from 'valibot';
import { classify } from '../messages/sender.ts';
import { toStoredError } from '../model/errors.ts';
import type { MessageListener } from '../platform/runtime.ts';
import { self } from '../platform/runtime.ts';
import type { Connection, Limits, System } from '../systems/contract.ts';
import { connect } from './connect.ts';
import type { Engine } from './context.ts';
import { refreshDictionaries } from './dictionary.ts';
import { connectionsChanged, type TabStates } from './handlers.ts';

/*
 * For the demo build alone, which plays the vendors itself: takes ready connections from the options page. Every other build
 * leaves this file out; a test looks for its message in the store build.
 */

/** The stand-ins land a write within a second or two, and take five times the vendors' requests. */
const LANDS_WITHIN_MS = 4_000;
const TIMES = 5;

/** The systems as the sandbox plays them, so that neither a demo nor a test waits the vendors' half minute for a write nobody answered. */
export function demoSystems(all: Engine['systems']): Engine['systems'] {
  const played = Object.entries(all).flatMap(([id, system]): [string, System][] =>
    system ? [[id, { ...system, limits: eased(system.limits) }]] : [],
  );
  return Object.fromEntries(played);
}

function eased(limits: Limits): Limits {
  return { ...limits, requests: limits.requests * TIMES, concurrency: limits.concurrency * TIMES, writeLandsWithinMs: LANDS_WITHIN_MS };
}

/** Inside a function: a schema made at the top of the file would stay in the store build although nobody uses it. */
function schema() {
  return v.object({ type: v.literal('demo.connect'), connections: v.array(v.looseObject({ system: v.string() })) });
}

/** Listens for `demo.connect { connections }`; each is verified and saved like one that was typed in. */
export function demoListener(engine: Engine, tabs: TabStates): MessageListener {
  return (message, sender, reply) => {
    if (classify(sender, self()) !== 'options') return undefined;
    const parsed = v.safeParse(schema(), message);
    if (!parsed.success) return undefined;
    saveAll(engine, tabs, parsed.output.connections as unknown as Connection[]).then(
      (ok) => reply({ ok }),
      (error: unknown) => reply({ error: toStoredError(error) }),
    );
    return true;
  };
}

async function saveAll(engine: Engine, tabs: TabStates, connections: readonly Connection[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { id: _id, ...draft } of connections) ids.push((await connect(engine, draft)).id);
  await connectionsChanged(engine, tabs);
  void refreshDictionaries(engine).catch(() => undefined);
  return ids;
}
