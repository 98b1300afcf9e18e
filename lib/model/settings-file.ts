import * as v from 'valibot';
import type { ChoosableField, Settings } from './dossier.ts';
import { mappingId, type ObjectMapping } from './mapping.ts';
import { objectMapping } from './mapping-schema.ts';
import { LEAST_ROUNDS, MOST_ROUNDS } from './rounds.ts';
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

const hexText = (mostBytes: number) => v.pipe(v.string(), v.maxLength(2 * mostBytes), v.regex(/^(?:[0-9a-f]{2})+$/));

/**
 * Sign-ins as they stand in a file, in hexadecimal: `data` under a key of its own, `key` that key under what the passphrase gives (PBKDF2,
 * `salt`, `rounds`). Only the worker makes and opens it (`lib/store/sealed-part.ts`).
 */
export const sealedPart = v.strictObject({
  salt: v.pipe(hexText(16), v.minLength(32)),
  rounds: v.pipe(v.number(), v.integer(), v.minValue(LEAST_ROUNDS), v.maxValue(MOST_ROUNDS)),
  key: hexText(100),
  data: hexText(4_000_000),
});

export type SealedPart = v.InferOutput<typeof sealedPart>;

/**
 * What "Export settings" writes and "Import settings" takes: no names, records by recordKey, and no credentials but in `signIns`, which the
 * rep has to ask for. `at` in epoch ms.
 */
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
  signIns: v.exactOptional(sealedPart),
});

export type SettingsFile = v.InferOutput<typeof settingsFile>;

/** What taking over the sign-ins of a file would change, as a page may know it. */
export interface SignInChanges {
  /** `isNew`: else it replaces the sign-in this account has here. `hosts`, `cookies`: what the browser has to be asked for. */
  connections: { name: string; userName: string; isNew: boolean; hosts: string[]; cookies: boolean }[];
  hooks: { name: string; isNew: boolean; hosts: string[] }[];
}

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
