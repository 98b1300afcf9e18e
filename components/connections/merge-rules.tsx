import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { ChoosableField, FieldChoice, Settings } from '../../lib/model/dossier.ts';
import { CHOOSABLE_FIELDS } from '../../lib/model/settings-file.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

const FIELD_WORDS: Readonly<Record<ChoosableField, MessageId>> = {
  name: 'rules.name',
  title: 'rules.job',
  companyName: 'field.company',
  phone: 'field.phone',
  email: 'field.email',
  city: 'field.place',
};
const PLAIN: readonly ['page' | 'newest' | 'complete', MessageId][] = [
  ['page', 'rules.page'],
  ['newest', 'rules.newest'],
  ['complete', 'rules.complete'],
];

interface Props {
  settings: Settings;
  connections: readonly ConnectionInfo[];
  change: (changes: Partial<Settings>) => Promise<unknown>;
}

/** Per field whose value comes first. A trusted system is followed by the others in the order they were connected. */
export function MergeRules({ settings: { mergeRules = {} }, connections, change }: Props) {
  const { t } = useWords();
  const systems = [...new Map(connections.map(({ system, systemName }) => [system, systemName]))];
  const choiceOf = (value: string): FieldChoice => {
    const plain = PLAIN.find(([by]) => by === value);
    if (plain) return { by: plain[0] };
    const first = value.slice('trusted:'.length);
    return { by: 'trusted', systems: [first, ...systems.map(([id]) => id).filter((id) => id !== first)] };
  };
  return (
    <section aria-labelledby="merge-rules" className="flex flex-col gap-3">
      <div>
        <h2 id="merge-rules" className="text-3">
          {t('rules.title')}
        </h2>
        <p className="text-text-muted">{t('rules.text')}</p>
      </div>
      <div className="flex flex-wrap gap-3">
        {CHOOSABLE_FIELDS.map((field) => {
          const chosen = mergeRules[field] ?? { by: 'page' };
          const first = chosen.by === 'trusted' ? (chosen.systems[0] ?? '') : undefined;
          const isUnknown = first !== undefined && !systems.some(([id]) => id === first);
          return (
            <label key={field} className="flex w-72 max-w-full flex-col gap-1 font-medium">
              {t(FIELD_WORDS[field])}
              <select
                className="min-h-control w-full rounded border border-line-control bg-surface px-2.5 font-normal"
                value={first === undefined ? chosen.by : `trusted:${first}`}
                onChange={(event) => void change({ mergeRules: { ...mergeRules, [field]: choiceOf(event.target.value) } })}
              >
                {PLAIN.map(([by, word]) => (
                  <option key={by} value={by}>
                    {t(word)}
                  </option>
                ))}
                {[...systems, ...(isUnknown ? [[first, first] as const] : [])].map(([id, name]) => (
                  <option key={id} value={`trusted:${id}`}>
                    {t('rules.trusted', { system: name })}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
      </div>
    </section>
  );
}
