import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import { shorten } from '../words/shorten.ts';
import type { FormKind } from './form-kind.ts';
import type { ComposerSubject } from './subject.ts';

/** Each kind is a chunk of its own; those with dates bring their parsing along. */
const COMPOSERS: Readonly<Record<FormKind, LazyExoticComponent<ComponentType<ComposerSubject>>>> = {
  note: lazy(() => import('./note-composer.tsx').then((module) => ({ default: module.NoteComposer }))),
  task: lazy(() => import('./task-composer.tsx').then((module) => ({ default: module.TaskComposer }))),
  call: lazy(() => import('./call-composer.tsx').then((module) => ({ default: module.CallComposer }))),
  meeting: lazy(() => import('./meeting-composer.tsx').then((module) => ({ default: module.MeetingComposer }))),
  file: lazy(() => import('./file-form.tsx').then((module) => ({ default: module.FileForm }))),
  deal: lazy(() => import('./deal-form.tsx').then((module) => ({ default: module.DealForm }))),
  contact: lazy(() => import('./contact-form.tsx').then((module) => ({ default: module.ContactForm }))),
  workflow: lazy(() => import('./workflow-form.tsx').then((module) => ({ default: module.WorkflowForm }))),
  tags: lazy(() => import('./tags-form.tsx').then((module) => ({ default: module.TagsForm }))),
  score: lazy(() => import('./score-guide.tsx').then((module) => ({ default: module.ScoreGuide }))),
};

/** The open composer. The key makes it impossible that text typed for one record is shown with another. */
export function ComposerSlot({ kind, subject }: { kind: FormKind; subject: ComposerSubject }) {
  const Composer = COMPOSERS[kind];
  return (
    <Suspense fallback={<div className="h-40 rounded-3 border border-line-strong" />}>
      <Composer key={`${subject.record}#${kind}`} {...subject} customerName={shorten(subject.customerName)} />
    </Suspense>
  );
}
