import { type ComponentType, type LazyExoticComponent, Suspense } from 'react';
import { lazyPiece } from '../words/lazy-piece.ts';
import { shorten } from '../words/shorten.ts';
import type { FormKind } from './form-kind.ts';
import type { ComposerSubject } from './subject.ts';

/** Each kind is a chunk of its own; those with dates bring their parsing along. */
const COMPOSERS: Readonly<Record<FormKind, LazyExoticComponent<ComponentType<ComposerSubject>>>> = {
  note: lazyPiece(() => import('./note-composer.tsx').then((module) => module.NoteComposer)),
  task: lazyPiece(() => import('./task-composer.tsx').then((module) => module.TaskComposer)),
  call: lazyPiece(() => import('./call-composer.tsx').then((module) => module.CallComposer)),
  meeting: lazyPiece(() => import('./meeting-composer.tsx').then((module) => module.MeetingComposer)),
  file: lazyPiece(() => import('./file-form.tsx').then((module) => module.FileForm)),
  deal: lazyPiece(() => import('./deal-form.tsx').then((module) => module.DealForm)),
  contact: lazyPiece(() => import('./contact-form.tsx').then((module) => module.ContactForm)),
  workflow: lazyPiece(() => import('./workflow-form.tsx').then((module) => module.WorkflowForm)),
  tags: lazyPiece(() => import('./tags-form.tsx').then((module) => module.TagsForm)),
  forget: lazyPiece(() => import('../privacy/forget-form.tsx').then((module) => module.ForgetForm)),
  score: lazyPiece(() => import('./score-guide.tsx').then((module) => module.ScoreGuide)),
};

/** The open composer. The key makes it impossible that text typed for one record is shown with another. */
export function ComposerSlot({ kind, subject }: { kind: FormKind; subject: ComposerSubject }) {
  const Composer = COMPOSERS[kind];
  return (
    <Suspense fallback={<div aria-busy="true" className="h-40 rounded-3 border border-line-strong" />}>
      <Composer key={`${subject.record}#${kind}`} {...subject} customerName={shorten(subject.customerName)} />
    </Suspense>
  );
}
