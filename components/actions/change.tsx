import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { useView } from '../panel/view-state.ts';
import { usePutOut } from './use-action.ts';

/** An action that one click makes: no composer, no draft. */
export type Change = Action extends infer One ? (One extends Action ? Omit<One, 'at'> : never) : never;

interface Scope {
  /** Puts what one click changes into the outbox; each goes to the connections of the records it is about. Says in the panel if that failed. */
  change(...changes: [Change, ...Change[]]): Promise<void>;
  /** Why this connection cannot take such a change; undefined when it can. */
  whyNot(connectionId: string, kind: Action['kind']): 'read-only' | 'paused' | 'unable' | undefined;
}

/** Why a connection cannot take such a change; undefined when it can. */
function whyNotTo({ can, writes, state }: ConnectionInfo, kind: Action['kind']): 'read-only' | 'paused' | 'unable' | undefined {
  if (!can.includes(`write:${kind}`)) return 'unable';
  if (writes === 'never') return 'read-only';
  return state === 'paused' ? 'paused' : undefined;
}

const ScopeContext = createContext<Scope | undefined>(undefined);

interface Props {
  /** recordKey of the record whose customer is shown. */
  record: string;
  customerName: string;
  connections: readonly ConnectionInfo[];
  children: ReactNode;
}

/** Whose customer one-click changes belong to; blocks below ask for it by `useChange`. */
export function ChangeScope({ record, customerName, connections, children }: Props) {
  const putOut = usePutOut();
  const tellNotKept = useView((view) => view.tellNotKept);
  // A second click in the same moment says the same and is the same; another change at the same time is another.
  const underWay = useRef(new Map<string, string>());
  const change = useCallback<Scope['change']>(
    async (first, ...others) => {
      const order = (what: Change) => {
        const targets = connections.filter(({ system, account }) =>
          what.on.some((ref) => ref.system === system && ref.account === account),
        );
        return { record, customerName, action: { ...what, at: Date.now() } as Action, targets: targets.map(({ id }) => id) };
      };
      const said = JSON.stringify([record, first, ...others]);
      const id = underWay.current.get(said) ?? crypto.randomUUID();
      underWay.current.set(said, id);
      try {
        await putOut(id, order(first), ...others.map(order));
        underWay.current.delete(said);
      } catch (error) {
        const { whyNotKept } = await import('./not-kept.ts');
        tellNotKept(whyNotKept(error));
      }
    },
    [putOut, tellNotKept, record, customerName, connections],
  );
  const whyNot = useCallback<Scope['whyNot']>(
    (connectionId, kind) => {
      const connection = connections.find(({ id }) => id === connectionId);
      return connection ? whyNotTo(connection, kind) : 'unable';
    },
    [connections],
  );
  const scope = useMemo(() => ({ change, whyNot }), [change, whyNot]);
  return <ScopeContext value={scope}>{children}</ScopeContext>;
}

/** Undefined outside a customer's view: nothing is offered there. */
export function useChange(): Scope | undefined {
  return useContext(ScopeContext);
}
