import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '../../lib/model/dossier.ts';
import { draftsOf, dropDraft, saveDraft } from '../../lib/store/drafts.ts';
import { readTopics } from './topics.ts';

const SAVE_AFTER_MS = 300;

/**
 * The text of one composer, kept: 300 ms after a keystroke, when the field loses focus, when the page goes and when the
 * composer closes. Whoever mounts this gives it `key={record + kind}`, so that it never carries text to another record. `picked`: the
 * connections chosen since it was mounted; until then a draft keeps its own.
 */
export function useDraft(record: string, kind: Draft['kind'], customerName: string, picked: readonly string[] | undefined) {
  const [text, setText] = useState('');
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [loaded, setLoaded] = useState<Draft>();
  const latest = useRef({
    text: '',
    fields: {} as Readonly<Record<string, string>>,
    typed: false,
    dirty: false,
    done: false,
    customerName,
    picked,
    drafted: [] as readonly string[],
  });
  latest.current.customerName = customerName;
  latest.current.picked = picked;

  const pending = useRef<Promise<void>>(Promise.resolve());

  const flush = useCallback(() => {
    const { text: current, fields: set, dirty, done, customerName: name, picked: chosen, drafted } = latest.current;
    if (!dirty || done) return;
    latest.current.dirty = false;
    const targets = [...(chosen ?? drafted)];
    const isEmpty = [{ topic: '', text: current }, ...readTopics(set.topics)].every((each) => `${each.topic}${each.text}`.trim() === '');
    const kept = isEmpty
      ? dropDraft(record, kind)
      : saveDraft({ record, kind, customerName: name, text: current, fields: { ...set }, targets, savedAt: Date.now() });
    pending.current = kept.catch(() => {
      // Not kept: the next keystroke, blur or close tries again.
      latest.current.dirty = true;
    });
  }, [record, kind]);

  useEffect(() => {
    let gone = false;
    void draftsOf(record).then((drafts) => {
      const draft = drafts.find((candidate) => candidate.kind === kind);
      if (gone || !draft) return;
      setLoaded(draft);
      latest.current.drafted = draft.targets;
      if (latest.current.typed) return;
      Object.assign(latest.current, { text: draft.text, fields: draft.fields ?? {} });
      setText(draft.text);
      setFields(draft.fields ?? {});
    });
    const hide = () => flush();
    window.addEventListener('pagehide', hide);
    document.addEventListener('visibilitychange', hide);
    return () => {
      gone = true;
      window.removeEventListener('pagehide', hide);
      document.removeEventListener('visibilitychange', hide);
      flush();
    };
  }, [record, kind, flush]);

  useEffect(() => {
    if (!latest.current.dirty) return;
    const timer = setTimeout(flush, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  });

  const change = useCallback((next: string) => {
    Object.assign(latest.current, { text: next, typed: true, dirty: true });
    setText(next);
  }, []);

  /** What belongs to the text: how long a call took, who comes to a meeting. Kept with it, not without it. */
  const set = useCallback((name: string, value: string) => {
    const next = { ...latest.current.fields, [name]: value };
    Object.assign(latest.current, { fields: next, typed: true, dirty: true });
    setFields(next);
  }, []);

  /**
   * Before an action takes the text: nothing more is saved, and what is being saved has landed (a late write would bring
   * the draft back after the action dropped it).
   */
  const hold = useCallback(async () => {
    latest.current.done = true;
    await pending.current;
  }, []);

  /** The action could not be kept: the text is a draft again. */
  const release = useCallback(() => {
    latest.current.done = false;
    latest.current.dirty = true;
    flush();
  }, [flush]);

  return { text, fields, change, set, flush, hold, release, loaded };
}
