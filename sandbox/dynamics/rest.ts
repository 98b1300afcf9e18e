import { choices, definition } from './metadata.ts';
import { MODEL, nativeOfSet, typesOf } from './model.ts';
import { optionsOf, queryRows, show } from './query.ts';
import { ORIGIN, Refusal, ROOT, type Row, type Store } from './store.ts';
import { closeOpportunity, create, missing, type Report, update } from './writes.ts';

/** One request, of its own or inside a batch. */
export interface Call {
  method: string;
  url: URL;
  headers: Headers;
  body: Readonly<Record<string, unknown>>;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

const MOST = 5000;
const GUID = '([\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12})';
const ONE = new RegExp(`^/(\\w+)\\(${GUID}\\)$`);
/** The name stands in the brackets or, as an alias, in the query. */
const PRIVILEGE = new RegExp(
  `^/systemusers\\(${GUID}\\)/Microsoft\\.Dynamics\\.CRM\\.RetrieveUserPrivilegeByPrivilegeName\\(PrivilegeName=(?:'\\w+'|@\\w+)\\)$`,
);

/** Answers below the version's root. @throws Refusal */
export function dispatch(store: Store, call: Call, report: Report): Answer {
  const path = decodeURIComponent(call.url.pathname).slice(ROOT.length);
  if (/^\/WhoAmI(?:\(\))?$/.test(path)) return whoAmI(store);
  const metadata = /^\/EntityDefinitions\(LogicalName='(\w+)'\)(?:\/Attributes\/Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata)?$/.exec(
    path,
  );
  if (metadata) return { status: 200, body: metadata[2] ? choices(metadata[1] ?? '', metadata[2]) : definition(metadata[1] ?? '') };
  if (PRIVILEGE.test(path))
    return { status: 200, body: { RolePrivileges: [{ Depth: 'Local', PrivilegeId: store.userId, BusinessUnitId: store.userId }] } };
  if (call.method === 'POST' && /^\/(?:Win|Lose)Opportunity$/.test(path)) {
    closeOpportunity(store, path === '/WinOpportunity', call.body, report);
    return { status: 204 };
  }
  const one = ONE.exec(path);
  const native = nativeOfSet(one?.[1] ?? path.slice(1));
  if (native === undefined)
    throw new Refusal(404, '0x8006088a', `Resource not found for the segment '${path.slice(1).replace(/\(.*/, '')}'.`);
  return one?.[2] ? row(store, native, one[2].toLowerCase(), call, report) : table(store, native, call, report);
}

function whoAmI(store: Store): Answer {
  return {
    status: 200,
    body: { BusinessUnitId: store.userId.replace(/^./, '0'), UserId: store.userId, OrganizationId: store.userId.replace(/^./, '1') },
  };
}

const prefers = ({ headers }: Call, word: string) => (headers.get('prefer') ?? '').includes(word);
const annotated = (call: Call) => prefers(call, 'odata.include-annotations');

function row(store: Store, native: string, id: string, call: Call, report: Report): Answer {
  const found = store.get(native, id);
  const options = optionsOf(call.url);
  if (call.method === 'PATCH') return patch(store, native, id, found, call, report);
  if (!found) throw missing(native, id);
  if (call.method === 'GET') return { status: 200, body: show(store, native, found, options, annotated(call)) };
  if (call.method !== 'DELETE') throw new Refusal(405, '0x0', `The HTTP verb used is not supported for ${native}.`);
  refuseOther(found, call.headers.get('if-match'));
  store.delete(native, id);
  report(native, id, 'undo');
  return { status: 204 };
}

/** If-None-Match: * creates only, If-Match changes only, neither does what fits. */
function patch(store: Store, native: string, id: string, found: Row | undefined, call: Call, report: Report): Answer {
  const [none, match] = [call.headers.get('if-none-match'), call.headers.get('if-match')];
  if (found && none === '*') throw new Refusal(412, '', 'A record with matching key values already exists.');
  if (!found && match !== null) throw missing(native, id);
  if (found) refuseOther(found, match);
  const kept = found ? update(store, native, found, call.body, report) : create(store, native, id, call.body, report);
  return written(store, native, id, kept, call, found ? 200 : 201);
}

function refuseOther(found: Row, match: string | null): void {
  if (match !== null && match !== '*' && match !== `W/"${found.versionnumber}"`)
    throw new Refusal(412, '0x80060882', 'The version of the existing record does not match the RowVersion property provided.');
}

function written(store: Store, native: string, id: string, kept: Row, call: Call, status: number): Answer {
  const headers = { 'OData-EntityId': `${ORIGIN}${ROOT}/${MODEL[native]?.set}(${id})` };
  if (!prefers(call, 'return=representation')) return { status: 204, headers };
  return { status, headers, body: show(store, native, kept, optionsOf(call.url), annotated(call)) };
}

function table(store: Store, native: string, call: Call, report: Report): Answer {
  if (call.method === 'POST') return post(store, native, call, report);
  if (call.method !== 'GET') throw new Refusal(405, '0x0', `The HTTP verb used is not supported for ${native}.`);
  const options = optionsOf(call.url);
  if (options.deltatoken !== undefined) return delta(store, native, call, Number(options.deltatoken));
  const tracking = prefers(call, 'odata.track-changes');
  if (tracking && (MODEL[native]?.tracked !== true || options.filter || options.orderby || options.expand || options.top))
    throw new Refusal(400, '0x80060888', `Change tracking is not available for ${native} with these options.`);
  return page(store, native, call, queryRows(store, native, options), tracking);
}

/** A new row may bring its own id. */
function post(store: Store, native: string, call: Call, report: Report): Answer {
  const own = call.body[MODEL[native]?.key ?? ''];
  const id = typeof own === 'string' ? own.toLowerCase() : store.newId();
  if (store.get(native, id)) throw new Refusal(412, '0x80040237', 'A record with matching key values already exists.');
  return written(store, native, id, create(store, native, id, call.body, report), call, 201);
}

function page(store: Store, native: string, call: Call, rows: readonly Row[], tracking: boolean): Answer {
  const options = optionsOf(call.url);
  const size = Math.min(MOST, Number(/odata\.maxpagesize=(\d+)/.exec(call.headers.get('prefer') ?? '')?.[1] ?? MOST));
  const most = options.top === undefined ? rows.length : Number(options.top);
  const number = Number(/pagenumber="(\d+)"/.exec(options.skiptoken ?? '')?.[1] ?? 1);
  const shown = rows.slice(0, most).slice((number - 1) * size, number * size);
  const more = options.top === undefined && number * size < rows.length;
  return {
    status: 200,
    body: {
      '@odata.context': `${ORIGIN}${ROOT}/$metadata#${MODEL[native]?.set}`,
      ...(options.count === 'true' && { '@odata.count': Math.min(MOST, rows.length) }),
      value: shown.map((each) => show(store, native, each, options, annotated(call))),
      ...(more && { '@odata.nextLink': nextLink(call.url, number + 1) }),
      ...(tracking && !more && { '@odata.deltaLink': `${ORIGIN}${call.url.pathname}?$deltatoken=${store.version}` }),
    },
  };
}

/** Already encoded, the cookie twice, as the vendor does it. */
function nextLink(url: URL, number: number): string {
  const rest = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !/^(?:\$|%24)skiptoken=/.test(pair));
  const cookie = `%3Ccookie%20pagenumber=%22${number}%22%20pagingcookie=%22%253ccookie%2520page%253d%2522${number}%2522%252f%253e%22%20istracking=%22False%22%20/%3E`;
  return `${ORIGIN}${url.pathname}?${[...rest, `$skiptoken=${cookie}`].join('&')}`;
}

function delta(store: Store, native: string, call: Call, since: number): Answer {
  const changed = store.all(native).filter(({ versionnumber }) => Number(versionnumber) > since);
  const gone = store.deleted.filter((each) => each.native === native && each.version > since);
  const context = `${ORIGIN}${ROOT}/$metadata#${MODEL[native]?.set}`;
  if (!typesOf(native).size) throw missing(native, '');
  return {
    status: 200,
    body: {
      '@odata.context': `${context}/$delta`,
      '@odata.deltaLink': `${ORIGIN}${call.url.pathname}?$deltatoken=${store.version}`,
      value: [
        ...changed.map((each) => show(store, native, each, {}, annotated(call))),
        ...gone.map(({ id }) => ({ '@odata.context': `${context}/$deletedEntity`, id, reason: 'deleted' })),
      ],
    },
  };
}
