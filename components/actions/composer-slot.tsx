import { lazy, Suspense } from 'react';
import type { ComposerKind } from '../panel/view-state.ts';
import { shorten } from '../words/shorten.ts';
import type { ComposerSubject } from './subject.ts';

const NoteComposer = lazy(() => import('./note-composer.tsx').then((module) => ({ default: module.NoteComposer })));
/** Brings date parsing with it, so it is a chunk of its own. */
const TaskComposer = lazy(() => import('./task-composer.tsx').then((module) => ({ default: module.TaskComposer })));

/** The open composer. The key makes it impossible that text typed for one record is shown with another. */
export function ComposerSlot({ kind, subject }: { kind: ComposerKind; subject: ComposerSubject }) {
  const Composer = kind === 'note' ? NoteComposer : TaskComposer;
  return (
    <Suspense fallback={<div className="h-40 rounded-3 border border-line-strong" />}>
      <Composer key={`${subject.record}#${kind}`} {...subject} customerName={shorten(subject.customerName)} />
    </Suspense>
  );
}
