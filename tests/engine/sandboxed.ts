import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Engine } from '../../lib/engine/context.ts';
import type { SystemId } from '../../lib/systems/contract.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { connectAll, TestClock, testEngine, wipe } from './bench.ts';

/** A sandbox for the tests of a file, on its first day before each of them, with empty databases and a clock of its own. */
export interface Sandboxed {
  sandbox: Sandbox;
  clock: TestClock;
  /** An engine before it that is connected to these systems; `id`: the first one's connection. */
  connected(systems: readonly [SystemId, ...SystemId[]], more?: Partial<Engine>): Promise<Connected>;
}

interface Connected {
  engine: Engine;
  /** Connections by system. */
  ids: Record<string, string>;
  id: string;
}

/** To be called at the top of a test file; what it answers is filled before each test. */
export function sandboxed(): Sandboxed {
  const filled = { connected } as Sandboxed;

  async function connected(systems: readonly [SystemId, ...SystemId[]], more?: Partial<Engine>): Promise<Connected> {
    const engine = testEngine(filled.sandbox, filled.clock, more);
    const ids = await connectAll(engine, filled.sandbox, systems);
    return { engine, ids, id: ids[systems[0]] ?? expect.fail('not connected') };
  }

  beforeAll(async () => {
    filled.sandbox = await startSandbox({ tls: false });
  });
  afterAll(() => filled.sandbox.close());
  beforeEach(async () => {
    filled.clock = new TestClock();
    await wipe();
    await filled.sandbox.reset();
  });
  return filled;
}
