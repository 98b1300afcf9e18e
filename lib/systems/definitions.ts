import type { FieldDefinition } from './contract.ts';

/** A field as a vendor describes it; what it does not tell is undefined. */
export interface DescribedField extends Pick<FieldDefinition, 'type' | 'custom' | 'readOnly'> {
  key: string | undefined;
  label: string | null | undefined;
  options?: readonly { value?: string | null | undefined; label?: string | null | undefined }[] | null | undefined;
}

/** The field in our shape, none without a key: what has no label is called by its key, what has no value is no option. */
export function definitionOf({ key, label, type, custom, readOnly, options }: DescribedField): FieldDefinition[] {
  if (key === undefined) return [];
  const choices = (options ?? []).flatMap(({ value, label: word }) => (value ? [{ value, label: word ?? value }] : []));
  return [{ key, label: label ?? key, type, custom, readOnly, ...(choices.length > 0 && { options: choices }) }];
}
