/** One request inside a batch. */
export interface BatchPart {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the host's root, encoded. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
}

/** A part's answer, not yet judged. */
export interface BatchAnswer {
  status: number;
  json: unknown;
}

const EOL = '\r\n';

/**
 * A `multipart/mixed` body. Reads stand side by side; `atomic` writes go into one change set, all or nothing, a read may follow them.
 * The boundary need only differ from every line sent, and JSON has no line breaks. Source: "Execute batch operations using the Web API".
 */
export function encodeBatch(parts: readonly BatchPart[], atomic: boolean, then?: BatchPart): { type: string; body: string } {
  const outer = 'batch_sidelight';
  if (!atomic)
    return {
      type: mixed(outer),
      body: multipart(
        outer,
        parts.map((part) => application(part)),
      ),
    };
  const inner = 'changeset_sidelight';
  const set = multipart(
    inner,
    parts.map((part, index) => application(part, index + 1)),
  );
  const changes = `Content-Type: ${mixed(inner)}${EOL}${EOL}${set}`;
  return { type: mixed(outer), body: multipart(outer, [changes, ...(then ? [application(then)] : [])]) };
}

const mixed = (boundary: string) => `multipart/mixed; boundary="${boundary}"`;

function multipart(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}${EOL}${part}${EOL}`).join('')}--${boundary}--${EOL}`;
}

function application({ method = 'GET', path, headers = {}, json }: BatchPart, contentId?: number): string {
  const all = { accept: 'application/json', ...headers, ...(json !== undefined && { 'content-type': 'application/json; type=entry' }) };
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    '',
    json === undefined ? '' : JSON.stringify(json),
  ].join(EOL);
}

/**
 * The answers of a multipart body in the order of the requests, change sets flattened. The boundary is taken from the body
 * itself. Undefined when the closing line is missing (the answer was cut) or it is no multipart at all.
 */
export function decodeBatch(text: string): BatchAnswer[] | undefined {
  const boundary = boundaryOf(text);
  return boundary !== undefined && text.trimEnd().endsWith(`--${boundary}--`) ? answersIn(text, boundary) : undefined;
}

const boundaryOf = (text: string) => /^\s*--([^\r\n]+?)\r?\n/.exec(text)?.[1];

function answersIn(text: string, boundary: string): BatchAnswer[] | undefined {
  const answers: BatchAnswer[] = [];
  // What stands before the first boundary and after the last one is no part.
  for (const piece of text.split(`--${boundary}`).slice(1, -1)) {
    const found = answersOf(piece);
    if (!found) return undefined;
    answers.push(...found);
  }
  return answers;
}

/** One answer, or those of a change set. */
function answersOf(piece: string): BatchAnswer[] | undefined {
  const head = /^[\s\S]*?content-type:\s*multipart\/mixed[^\r\n]*\r?\n/i.exec(piece.slice(0, 2000))?.[0];
  if (head !== undefined) {
    const inside = piece.slice(head.length).trimStart();
    const boundary = boundaryOf(inside);
    return boundary === undefined ? undefined : answersIn(inside, boundary);
  }
  const status = Number(/HTTP\/\s?1\.\d (\d{3})/.exec(piece)?.[1]);
  return status >= 100 ? [{ status, json: bodyOf(piece) }] : undefined;
}

/** JSON never has a bare line break outside of its own layout, and headers never start with a bracket. */
function bodyOf(piece: string): unknown {
  const start = piece.search(/\n[{[]/);
  if (start < 0) return undefined;
  try {
    return JSON.parse(piece.slice(start));
  } catch {
    return undefined;
  }
}
