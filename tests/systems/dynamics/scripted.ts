import type { Connection, Io } from '../../../lib/systems/contract.ts';
import { answering } from './harness.ts';

/** An answer by status where it is not 200. */
interface Told {
  status: number;
  json?: unknown;
}
/** Answers by what a path below the API's root holds; a function gets the whole path, decoded. */
export type Script = Readonly<Record<string, unknown>>;

const isTold = (told: unknown): told is Told => typeof told === 'object' && told !== null && 'status' in told;

/**
 * An environment that answers as it is told, inside and outside of batches; what the script does not know is not there (404). `asked`
 * holds `METHOD path` of every request, those in batches too.
 */
export function scripted(script: Script, connection: Partial<Connection> = {}): { io: Io; asked: string[] } {
  const asked: string[] = [];
  const answer = (method: string, path: string): Told => {
    asked.push(`${method} ${path}`);
    const found = Object.entries(script).find(([part]) => path.includes(part))?.[1];
    const told: unknown = typeof found === 'function' ? (found as (path: string) => unknown)(path) : found;
    if (told === undefined) return { status: 404, json: { error: { code: '0x80040217', message: 'x' } } };
    return isTold(told) ? told : { status: 200, json: told };
  };
  const io = answering(async (request) => {
    const { pathname, search } = new URL(request.url);
    if (!pathname.endsWith('/$batch')) {
      const { status, json } = answer(request.method, decodeURIComponent(pathname + search));
      return json === undefined ? new Response(null, { status }) : Response.json(json, { status });
    }
    const parts = [...(await request.text()).matchAll(/^(GET|PATCH|POST|DELETE) (\S+) HTTP\/1\.1/gm)];
    const bodies = parts.map(([, method = '', path = '']) => {
      const { status, json } = answer(method, decodeURIComponent(path));
      return `--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${status} X\r\n\r\n${json === undefined ? '' : JSON.stringify(json)}\r\n`;
    });
    return new Response(`${bodies.join('')}--b--\r\n`, { headers: { 'content-type': 'multipart/mixed; boundary=b' } });
  }, connection);
  return { io, asked };
}
