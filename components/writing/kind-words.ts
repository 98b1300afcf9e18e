import type { Template } from '../../lib/model/template.ts';
import type { MessageId } from '../words/i18n.ts';

/** What a template is for, in words. */
export const KIND_WORDS: Readonly<Record<Template['kind'], MessageId>> = { note: 'action.note', task: 'action.task' };
