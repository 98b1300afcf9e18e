import { useCallback, useEffect, useRef, useState } from 'react';
import type { StoredError } from '../../lib/model/errors.ts';
import type { CanonicalField, FieldRow, FieldSheet, MappableObject, MappedField, MappingChoice } from '../../lib/model/mapping.ts';

/** What the sheet asks of the worker. */
export interface FieldsHost {
  /** Objects of a system whose fields can be mapped; none where it does not tell its fields. */
  objectsOf(system: string): readonly MappableObject[];
  readFields(connectionId: string, object: MappableObject): Promise<{ sheet: FieldSheet } | { error: StoredError }>;
  saveFields(connectionId: string, object: MappableObject, choice: MappingChoice): Promise<{ error?: StoredError }>;
}

type State = { kind: 'reading' } | { kind: 'failed'; error: StoredError } | { kind: 'read'; sheet: FieldSheet };

const BROKEN: StoredError = { kind: 'unavailable', code: 'interrupted' };

/** The fields of one object with what is decided; a decision holds at once and is taken back on the screen when it could not be kept. */
export function useSheet(host: FieldsHost, connectionId: string, object: MappableObject) {
  const [state, setState] = useState<State>({ kind: 'reading' });
  const [isLost, setLost] = useState(false);
  // An answer for what was chosen before is not shown.
  const asked = useRef(0);
  const read = useCallback(() => {
    const question = ++asked.current;
    setState({ kind: 'reading' });
    setLost(false);
    host
      .readFields(connectionId, object)
      .catch(() => ({ error: BROKEN }))
      .then((answer) => {
        if (question !== asked.current) return;
        setState('sheet' in answer ? { kind: 'read', sheet: answer.sheet } : { kind: 'failed', error: answer.error });
      });
  }, [host, connectionId, object]);
  useEffect(read, [read]);

  const decide = (choice: MappingChoice) => {
    if (state.kind !== 'read') return;
    const { sheet } = state;
    const question = asked.current;
    setLost(false);
    setState({ kind: 'read', sheet: { ...sheet, choice } });
    void host
      .saveFields(connectionId, object, choice)
      .catch(() => ({ error: BROKEN }))
      .then(({ error }) => {
        if (!error || question !== asked.current) return;
        setLost(true);
        setState({ kind: 'read', sheet });
      });
  };
  return { state, isLost, read, decide };
}

/** What is kept of a row. */
export function fieldOf({ key, label, type, options }: FieldRow): MappedField {
  return { key, label, type, ...(options && { options }) };
}

/** What a row is mapped to. */
export function mappedTo({ fields }: MappingChoice, key: string): CanonicalField | undefined {
  return (Object.keys(fields) as CanonicalField[]).find((name) => fields[name]?.key === key);
}

/** The proposal for a row, as far as it still stands. */
export function openProposal(choice: MappingChoice, { key, proposal }: FieldRow): FieldRow['proposal'] {
  if (!proposal || choice.skipped.includes(key) || mappedTo(choice, key) !== undefined) return undefined;
  return choice.fields[proposal.canonical] ? undefined : proposal;
}

/** A row gets a meaning, or none; none for a proposal means that it is not made again. */
export function withMeaning(choice: MappingChoice, row: FieldRow, meaning: CanonicalField | undefined): MappingChoice {
  const { key } = row;
  const { [mappedTo(choice, key) ?? ('' as CanonicalField)]: _before, ...others } = choice.fields;
  const skipped = choice.skipped.filter((each) => each !== key);
  if (meaning !== undefined) return { ...choice, fields: { ...others, [meaning]: fieldOf(row) }, skipped };
  return { ...choice, fields: others, skipped: row.proposal ? [...skipped, key] : skipped };
}

/** Pins a row behind the others, or takes it off. */
export function withPin(choice: MappingChoice, field: MappedField, isPinned: boolean): MappingChoice {
  const others = choice.pins.filter(({ key }) => key !== field.key);
  return { ...choice, pins: isPinned ? [...others, field] : others };
}

/** Moves a pin by one place. */
export function withPinMoved({ pins, ...rest }: MappingChoice, key: string, by: 1 | -1): MappingChoice {
  const from = pins.findIndex((pin) => pin.key === key);
  const to = from + by;
  const [pin, other] = [pins[from], pins[to]];
  if (!pin || !other) return { pins, ...rest };
  const moved = [...pins];
  moved[from] = other;
  moved[to] = pin;
  return { pins: moved, ...rest };
}
