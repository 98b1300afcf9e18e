import { type ConnectionInfo, connectionName } from '../../lib/model/connection.ts';
import type { MappableObject } from '../../lib/model/mapping.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { FieldLists } from './field-lists.tsx';
import { type FieldsHost, useSheet } from './use-sheet.ts';
import { OBJECT_WORDS } from './words.ts';

interface Props {
  host: FieldsHost;
  connections: readonly ConnectionInfo[];
  /** What the address asks for: `#fields/<connection>/<object>`. */
  connectionId: string | undefined;
  object: string | undefined;
}

/** Which of a system's own fields are which of ours, for one connection and one kind of record at a time. */
export function FieldsSheet({ host, connections, connectionId, object }: Props) {
  const { t } = useWords();
  const connection = connections.find(({ id }) => id === connectionId) ?? connections[0];
  const objects = connection ? host.objectsOf(connection.system) : [];
  const shown = objects.find((each) => each === object) ?? objects[0];
  return (
    <section>
      <h1 className="text-5">{t('options.fields')}</h1>
      <p className="max-w-160 text-text-muted">{t('fields.text')}</p>
      {!connection && <p className="mt-6 rounded-3 border border-line-strong p-4 text-text-muted">{t('fields.no-connection')}</p>}
      {connection && (
        <div className="mt-6 flex flex-wrap items-end justify-between gap-3">
          <label className="flex min-w-0 flex-col gap-1 font-medium">
            {t('fields.connection')}
            <select
              className="min-h-control w-72 max-w-full rounded border border-line-control bg-surface px-2.5 font-normal"
              value={connection.id}
              onChange={(event) => {
                location.hash = `fields/${event.target.value}${shown ? `/${shown}` : ''}`;
              }}
            >
              {connections.map((each) => (
                <option key={each.id} value={each.id}>
                  {connectionName(each, connections)}
                </option>
              ))}
            </select>
          </label>
          <Objects connectionId={connection.id} objects={objects} shown={shown} />
        </div>
      )}
      {connection && !shown && <p className="mt-6 rounded-3 border border-line-strong p-4 text-text-muted">{t('fields.no-fields')}</p>}
      {connection && shown && (
        <Sheet
          key={`${connection.id}/${shown}`}
          host={host}
          connectionId={connection.id}
          object={shown}
          name={connectionName(connection, connections)}
        />
      )}
    </section>
  );
}

function Objects({
  connectionId,
  objects,
  shown,
}: {
  connectionId: string;
  objects: readonly MappableObject[];
  shown: MappableObject | undefined;
}) {
  const { t } = useWords();
  return (
    <nav aria-label={t('fields.objects')}>
      <ul className="flex flex-wrap gap-1">
        {objects.map((each) => (
          <li key={each}>
            <a
              href={`#fields/${connectionId}/${each}`}
              aria-current={each === shown ? 'page' : undefined}
              className={`inline-flex min-h-control items-center rounded px-2.5 font-medium ${each === shown ? 'bg-accent-soft text-accent-text' : 'text-text-muted hover:bg-surface-hover'}`}
            >
              {t(OBJECT_WORDS[each])}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Sheet({ host, connectionId, object, name }: { host: FieldsHost; connectionId: string; object: MappableObject; name: string }) {
  const { t } = useWords();
  const { state, isLost, read, decide } = useSheet(host, connectionId, object);
  return (
    <div aria-busy={state.kind === 'reading'}>
      <p role="status" className={isLost ? 'mt-4 text-warn' : 'sr-only'}>
        {isLost ? t('fields.not-saved') : state.kind === 'reading' ? t('fields.reading') : ''}
      </p>
      {state.kind === 'reading' && (
        <div className="mt-6">
          <SkeletonRows count={6} />
        </div>
      )}
      {state.kind === 'failed' && (
        <div className="mt-6 flex flex-wrap items-center gap-3 rounded-3 border border-line-strong p-4">
          <p className="min-w-48 flex-1 text-warn">
            {t(errorWords(state.error).sentence, { system: name, field: state.error.field ?? '' })}
          </p>
          <Button onClick={read}>{t('way.retry')}</Button>
        </div>
      )}
      {state.kind === 'read' && <FieldLists sheet={state.sheet} decide={decide} />}
    </div>
  );
}
