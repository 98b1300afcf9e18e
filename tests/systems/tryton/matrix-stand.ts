import type { RecordRef } from '../../../lib/systems/contract.ts';
import type { AnyStand } from '../../contract/stand.ts';
import { startTryton } from './server.ts';

/** Methods that change something. */
const WRITES = /\.(create|write|delete)$/;

/** An answer of the server, kept to be given again. */
interface Kept {
  status: number;
  headers: [string, string][];
  body: string;
}

/**
 * The real server as the fault matrix needs it. The same question gets the server's same answer again until something is written: the
 * matrix asks thousands of times, and the server takes its time. The clock is the matrix's own and runs ahead of the server's.
 */
export async function matrixStand(): Promise<AnyStand> {
  const { rpc, seeded, connection, system, refs, fetch, close } = await startTryton();
  const kept = new Map<string, Kept>();
  let [ahead, written, dirty] = [0, 0, false];
  const now = () => startedAt + ahead;
  const startedAt = Date.now();
  const raw = async (request: Request): Promise<Response> => {
    ahead += 500;
    const body = await request.clone().text();
    const { method } = JSON.parse(body) as { method: string };
    const question = `${request.headers.get('authorization')} ${body}`;
    const known = kept.get(question);
    if (known) return new Response(known.body, known);
    const response = await fetch(request);
    const answer: Kept = { status: response.status, headers: [...response.headers], body: await response.text() };
    if (!WRITES.test(method)) kept.set(question, answer);
    else if (!Object.hasOwn(JSON.parse(answer.body) as object, 'error')) {
      written += 1;
      dirty = true;
      kept.clear();
    }
    return new Response(answer.body, answer);
  };
  const people: { key: string; records: RecordRef[] }[] = [{ key: 'ana-perez', records: [refs.person, refs.company] }];
  const refsOf = (key: string) => people.find((each) => each.key === key)?.records ?? [];
  const reset = async () => {
    if (!dirty) return;
    const notes = (await rpc('model.ir.note.search', [], 0, null, null)) as number[];
    if (notes.length > 0) await rpc('model.ir.note.delete', notes);
    await rpc('model.party.party.write', [seeded.norte], { code: 'NORTE' });
    dirty = false;
    kept.clear();
  };
  return {
    system,
    connection,
    now,
    pass: (ms) => {
      ahead += ms;
    },
    io: (overrides) => ({ connection, fetch: raw, signal: new AbortController().signal, now, random: () => 0.5, ...overrides }),
    raw,
    written: () => written,
    people: () => people,
    refsOf,
    refOf: (key) => refsOf(key)[0] ?? refs.person,
    reset,
    close,
  };
}
