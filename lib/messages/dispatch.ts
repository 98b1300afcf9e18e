import * as v from 'valibot';
import { type StoredError, toStoredError } from '../model/errors.ts';
import { type MessageName, PROTOCOL, type Requests, type Responses } from './protocol.ts';
import { classify, type Self, type Sender } from './sender.ts';

/** What a handler may know of who asked; `tabId` and `host` are those of a content script. */
interface Asker {
  tabId?: number;
  host?: string;
}

/** What each message does, by its name in the protocol. */
export type Handlers = { [N in MessageName]: (request: Requests[N], asker: Asker) => Promise<Responses[N]> };

/** The envelope of every answer. */
export type Reply = { ok: unknown } | { error: StoredError };

/** A message that passed all checks. */
interface Accepted {
  name: MessageName;
  request: unknown;
  asker: Asker;
}

/**
 * Is this message allowed? Checks in this order: extension id, sender class, frame, name, who may send it, shape, and (for a
 * content script) that it speaks of its own host. `undefined` = refuse, without an answer.
 */
export function accept(message: unknown, sender: Sender | undefined, self: Self): Accepted | undefined {
  const from = classify(sender, self);
  if (!from || typeof message !== 'object' || message === null || Array.isArray(message)) return undefined;
  const { type, ...rest } = message as { type?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(PROTOCOL, type)) return undefined;
  const name = type as MessageName;
  const entry = PROTOCOL[name];
  if (!(entry.from as readonly string[]).includes(from)) return undefined;
  const parsed = v.safeParse(entry.request, rest);
  if (!parsed.success) return undefined;
  if (from !== 'content') return { name, request: parsed.output, asker: {} };
  const host = URL.parse(sender?.url ?? '')?.host;
  const tabId = sender?.tab?.id;
  const { url } = parsed.output as Requests['page-changed'];
  if (!host || tabId === undefined || URL.parse(url)?.host !== host) return undefined;
  return { name, request: parsed.output, asker: { tabId, host } };
}

/** The one listener of the worker: lets through what is allowed and answers by `reply`, so it returns true for those. */
export function dispatcher(self: () => Self, handlers: Handlers) {
  return (message: unknown, sender: Sender, reply: (response: Reply) => void): true | undefined => {
    const accepted = accept(message, sender, self());
    if (!accepted) return undefined;
    const handle = handlers[accepted.name] as (request: unknown, asker: Asker) => Promise<unknown>;
    handle(accepted.request, accepted.asker).then(
      (ok) => reply({ ok }),
      (error: unknown) => reply({ error: toStoredError(error) }),
    );
    return true;
  };
}
