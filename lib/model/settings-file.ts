import * as v from 'valibot';
import type { ChoosableField, Settings } from './dossier.ts';
import { mappingId, type ObjectMapping } from './mapping.ts';
import { objectMapping } from './mapping-schema.ts';
import { templatesSchema } from './template-schema.ts';

/** Fields whose rule the rep may choose. */
export const CHOOSABLE_FIELDS: readonly ChoosableField[] = ['name', 'title', 'companyName', 'phone', 'email', 'city'];

const key = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const systemName = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const choice = v.variant('by', [
  v.strictObject({ by: v.picklist(['page', 'newest', 'complete']) }),
  v.strictObject({ by: v.literal('trusted'), systems: v.pipe(v.array(systemName), v.maxLength(100)) }),
]);

const weights = v.record(v.pipe(v.string(), v.maxLength(50)), v.pipe(v.number(), v.minValue(0), v.maxValue(100)));

/** Settings that mean the same in any browser; where notes go names connections of one browser and is not among them. */
export const portableSettings = v.strictObject({
  language: v.optional(v.picklist(['auto', 'en', 'es', 'ru'])),
  theme: v.optional(v.picklist(['auto', 'light', 'dark'])),
  followPreviews: v.optional(v.boolean()),
  mergeRules: v.optional(
    v.strictObject({
      name: v.exactOptional(choice),
      title: v.exactOptional(choice),
      companyName: v.exactOptional(choice),
      phone: v.exactOptional(choice),
      email: v.exactOptional(choice),
      city: v.exactOptional(choice),
    }),
  ),
  templates: v.optional(templatesSchema),
  density: v.optional(v.picklist(['comfortable', 'compact'])),
  onlyOnCrm: v.optional(v.boolean()),
  letterKeys: v.optional(v.boolean()),
  scoreWeights: v.optional(v.strictObject({ groups: weights, factors: weights })),
});

/** What "Export settings" writes and "Import settings" takes: no credentials, no names; records by recordKey. `at` in epoch ms. */
export const settingsFile = v.strictObject({
  format: v.literal('sidelight-settings'),
  version: v.literal(1),
  settings: portableSettings,
  rulings: v.pipe(
    v.array(
      v.pipe(
        v.strictObject({ a: key, b: key, same: v.boolean(), at: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
        v.check(({ a, b }) => a !== b),
      ),
    ),
    v.maxLength(100_000),
  ),
  /** Field mappings, by system and account; absent where there are none. */
  mappings: v.exactOptional(v.pipe(v.array(objectMapping), v.maxLength(1000))),
});

export type SettingsFile = v.InferOutput<typeof settingsFile>;

/** Reads a file's text; `undefined` when it is not one of ours, or of a version we do not know. */
export function readSettingsFile(text: string): SettingsFile | undefined {
  try {
    const parsed = v.safeParse(settingsFile, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Which settings a file would change, by name. */
export function changedSettings(now: Settings, { settings }: SettingsFile): (keyof SettingsFile['settings'])[] {
  const names = Object.keys(settings) as (keyof SettingsFile['settings'])[];
  return names.filter((name) => settings[name] !== undefined && JSON.stringify(settings[name]) !== JSON.stringify(now[name]));
}

/** How many mappings of a file are new here or say something else. */
export function changedMappings(now: readonly ObjectMapping[], { mappings = [] }: SettingsFile): number {
  const known = new Map(now.map((mapping) => [mappingId(mapping), canonicalText(mapping)]));
  return mappings.filter((mapping) => known.get(mappingId(mapping)) !== canonicalText(mapping)).length;
}

function canonicalText({ fields, pins, skipped }: ObjectMapping): string {
  return JSON.stringify([Object.entries(fields).sort(), pins, skipped]);
}
