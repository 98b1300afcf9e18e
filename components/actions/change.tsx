import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { useAction } from './use-action.ts';

/** An action that one click makes: no composer, no draft. */
export type Change = Action extends infer One ? (One extends Action ? Omit<One, 'at'> : never) : never;

interface Scope {
  /** Puts a change into the outbox; it goes to the connections of the records it is about. */
  change(change: Change): Promise<string>;
  /** Why this connection cannot take such a change; undefined when it can. */
  whyNot(connectionId: string, kind: Action['kind']): 'read-only' | 'paused' | 'unable' | undefined;
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
  const act = useAction();
  const change = useCallback<Scope['change']>(
    (what) => {
      const targets = connections.filter(({ system, account }) => what.on.some((ref) => ref.system === system && ref.account === account));
      return act({ record, customerName, action: { ...what, at: Date.now() } as Action, targets: targets.map(({ id }) => id) });
    },
    [act, record, customerName, connections],
  );
  const whyNot = useCallback<Scope['whyNot']>(
    (connectionId, kind) => {
      const connection = connections.find(({ id }) => id === connectionId);
      if (!connection?.can.includes(`write:${kind}`)) return 'unable';
      if (connection.writes === 'never') return 'read-only';
      return connection.state === 'paused' ? 'paused' : undefined;
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
