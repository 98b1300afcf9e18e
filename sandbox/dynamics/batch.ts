import type { Answer, Call } from './rest.ts';
import { ORIGIN, Refusal } from './store.ts';

const EOL = '\r\n';

/** The requests of a multipart body: single ones, and change sets as lists. */
export function readBatch(text: string, contentType: string): (Call | Call[])[] {
  return pieces(text, boundaryOf(contentType)).map((piece) => {
    const [head = '', rest = ''] = cut(piece);
    const type = /content-type:\s*(multipart\/mixed[^\r\n]*)/i.exec(head)?.[1];
    if (type === undefined) return readCall(head, rest);
    return pieces(rest, boundaryOf(type)).map((inner) => {
      const [innerHead = '', innerRest = ''] = cut(inner);
      if (!/content-id:\s*\S+/i.test(innerHead)) throw bad('A change set needs a Content-ID in each part.');
      return readCall(innerHead, innerRest);
    });
  });
}

const bad = (message: string) => new Refusal(400, '0x80060888', message);

function boundaryOf(contentType: string): string {
  const boundary = /boundary="?([^";\s]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw bad('The content type has no boundary.');
  return boundary;
}

function pieces(text: string, boundary: string): string[] {
  if (!text.includes(`--${boundary}--`)) throw bad('The multipart body does not end.');
  const all = text.split(`--${boundary}--`)[0] ?? '';
  return all
    .split(`--${boundary}`)
    .slice(1)
    .map((piece) => piece.replace(/^\r\n/, ''));
}

/** Head and rest of a part: the blank line between them must be there, and lines end with CRLF. */
function cut(piece: string): [string, string] {
  const at = piece.indexOf(EOL + EOL);
  if (at < 0) throw bad('A blank line is missing in a part.');
  return [piece.slice(0, at), piece.slice(at + 4)];
}

function readCall(head: string, rest: string): Call {
  if (!/content-type:\s*application\/http/i.test(head) || !/content-transfer-encoding:\s*binary/i.test(head))
    throw bad('A part must be application/http, binary.');
  const [lines, body] = cut(rest);
  const [first = '', ...fields] = lines.split(EOL);
  const [, method = '', path = ''] = /^(GET|POST|PATCH|DELETE) (\S+) HTTP\/1\.1$/.exec(first) ?? [];
  if (method === '') throw bad(`Bad request line '${first.slice(0, 60)}'.`);
  const headers = new Headers(
    fields.map((line): [string, string] => [line.split(':')[0]?.trim() ?? '', line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { method, url: new URL(path, ORIGIN), headers, body: body.trim() === '' ? {} : JSON.parse(body) };
}

/** The answers as a multipart body; a change set answers as one part, by its failure alone when it failed. */
export function writeBatch(answers: readonly (Answer | Answer[])[], id: string): { type: string; body: string } {
  const outer = `batchresponse_${id}`;
  const parts = answers.map((answer, index) => {
    if (!Array.isArray(answer)) return part(answer);
    const inner = `changesetresponse_${index}_${id}`;
    const set = answer.map((each, at) => `--${inner}${EOL}${part(each, at + 1)}`).join('');
    return `Content-Type: multipart/mixed; boundary=${inner}${EOL}${EOL}${set}--${inner}--${EOL}`;
  });
  return {
    type: `multipart/mixed; boundary=${outer}`,
    body: `${parts.map((each) => `--${outer}${EOL}${each}`).join('')}--${outer}--${EOL}`,
  };
}

function part({ status, body, headers = {} }: Answer, contentId?: number): string {
  const json = body === undefined ? '' : JSON.stringify(body);
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} ${status < 300 ? 'OK' : 'Error'}`,
    ...(json === '' ? [] : ['Content-Type: application/json; odata.metadata=minimal']),
    'OData-Version: 4.0',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    json,
    '',
  ].join(EOL);
}
