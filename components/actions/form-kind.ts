import type { ComposerKind } from '../../lib/model/dossier.ts';

/** What may stand open below the action tiles: the composers, which keep drafts, and forms that are short enough to do without. */
export type FormKind = ComposerKind | 'file' | 'deal' | 'contact' | 'workflow' | 'tags' | 'score' | 'forget';
