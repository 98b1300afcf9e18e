import { Component, type ReactNode, Suspense, useState } from 'react';
import { lazyPiece } from '../words/lazy-piece.ts';
import type { GateHost, GateState } from './host.ts';

const Unlock = lazyPiece(() => import('./unlock.tsx').then((module) => module.Unlock));
const StoreTrouble = lazyPiece(() => import('./store-trouble.tsx').then((module) => module.StoreTrouble));
// Not for the first frame, which has looked for itself.
const Watch = lazyPiece(() => import('./watch.tsx').then((module) => module.Watch));

interface Props {
  host: GateHost;
  /** What was known before this page began to draw; `undefined` = nothing is drawn before it is known. */
  wasLocked: boolean | undefined;
  children: ReactNode;
}

/** Shows the page while the store can be read; else a way to open it. */
export function Gate({ host, wasLocked, children }: Props) {
  const [state, setState] = useState<GateState | undefined>(wasLocked === undefined ? undefined : { isLocked: wasLocked });
  return (
    <Catch host={host}>
      <Suspense>
        <Watch host={host} tell={setState} />
      </Suspense>
      {state?.trouble ? (
        <Suspense>
          <StoreTrouble error={state.trouble} host={host} />
        </Suspense>
      ) : state?.isLocked ? (
        <Suspense>
          <Unlock host={host} />
        </Suspense>
      ) : (
        state && children
      )}
    </Catch>
  );
}

/** A database that goes while it is read. Which other errors there are, is told apart where there are words for it. */
class Catch extends Component<{ host: GateHost; children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? (
      this.props.children
    ) : (
      <Suspense>
        <StoreTrouble error={error} host={this.props.host} />
      </Suspense>
    );
  }
}
