import { readFileSync } from 'node:fs';
import { proposeMapping, type SampledField } from '../../lib/mapping/propose.ts';
import { type CanonicalField, MAPPABLE_OBJECTS, type MappableObject, type Proposal } from '../../lib/model/mapping.ts';

/** A field with its label: what it is of ours, if anything. */
interface Labelled {
  set: string;
  object: MappableObject;
  field: SampledField;
  expected: CanonicalField | undefined;
}

/** Reads a file of labels: set | object | key | label | type | ours | samples. */
export function readLabels(file: string): Labelled[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [set = '', object = '', key = '', label = '', type = '', expected = '', samples = ''] = line.split('|');
      if (!Object.hasOwn(MAPPABLE_OBJECTS, object)) throw new Error(`no such object: ${line}`);
      const field = { key, label, type, readOnly: false, samples: samples.split(';').filter((each) => each !== '') };
      return { set, object: object as MappableObject, field, expected: expected === '-' ? undefined : (expected as CanonicalField) };
    });
}

export interface Figures {
  fields: number;
  /** Fields of ours that some field of the object stands for. */
  wanted: number;
  proposed: number;
  right: number;
  precision: number;
  recall: number;
  wrong: string[];
  missed: string[];
}

/** Proposes for every object of every set and counts. A field of ours is found when it is given to any field labelled with it. */
export function measure(labels: readonly Labelled[], isCounted: (proposal: Proposal) => boolean = () => true): Figures {
  const groups = Map.groupBy(labels, ({ set, object }) => `${set} ${object}`);
  const figures = { fields: labels.length, wanted: 0, proposed: 0, right: 0, wrong: [] as string[], missed: [] as string[] };
  for (const [group, rows] of groups) {
    const object = rows[0]?.object ?? 'contact';
    const expected = new Map(rows.map(({ field, expected }) => [field.key, expected]));
    const wanted = new Set([...expected.values()].filter((each) => each !== undefined));
    const proposals = proposeMapping(
      object,
      rows.map(({ field }) => field),
    ).filter(isCounted);
    const right = proposals.filter(({ key, canonical }) => expected.get(key) === canonical);
    figures.wanted += wanted.size;
    figures.proposed += proposals.length;
    figures.right += right.length;
    const show = ({ key, canonical, confidence }: Proposal) => `${group}: ${key} → ${canonical} (${confidence})`;
    figures.wrong.push(...proposals.filter((each) => !right.includes(each)).map(show));
    for (const canonical of wanted) if (!right.some((each) => each.canonical === canonical)) figures.missed.push(`${group}: ${canonical}`);
  }
  const { proposed, right, wanted } = figures;
  return { ...figures, precision: proposed === 0 ? 1 : right / proposed, recall: wanted === 0 ? 1 : right / wanted };
}
