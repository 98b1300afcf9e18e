import { FlaskConical } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Dossier, LinkedRecord } from '../../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { isSampleKey } from '../../lib/model/sample.ts';
import { drafts, dropDraft } from '../../lib/store/drafts.ts';
import { DEFAULT_SETTINGS } from '../../lib/store/settings.ts';
import { ChangeScope } from '../actions/change.tsx';
import { ChoiceChips } from '../actions/choice-chips.tsx';
import { CustomerView } from '../customer/customer-view.tsx';
import { type Host, HostProvider, useHost } from '../host.tsx';
import { useView } from '../panel/view-state.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { sampleOf } from './customers.ts';

/** Made-up customers in the real views. Nothing of it is stored but drafts, nothing is sent; one press removes it all. */
export function SampleView() {
  const { t } = useWords();
  const host = useHost();
  const setSample = useView((view) => view.setSample);
  const [now] = useState(() => Date.now());
  const sample = useMemo(() => sampleOf(now), [now]);
  const [shown, setShown] = useState(0);
  const [rulings, setRulings] = useState<Readonly<Record<string, boolean>>>({});
  const [gone, setGone] = useState<readonly string[]>([]);
  const customers = sample.customers.filter(({ key }) => !gone.includes(key));
  const dossier = customers[shown] ?? customers[0];
  const inert: Host = useMemo(
    () => ({
      ...host,
      makeFresh: () => Promise.resolve({}),
      askMore: () => Promise.resolve({}),
      wake: () => undefined,
      changeSettings: () => Promise.resolve({}),
      changeConnection: () => Promise.resolve({}),
      forget: async ({ dossier: key }: { dossier: string }) => setGone((before) => [...before, key]),
      rule: async ({ b, same }: { b: RecordRef; same: boolean | null }) => {
        setRulings(({ [recordKey(b)]: _, ...others }) => (same === null ? others : { ...others, [recordKey(b)]: same }));
      },
    }),
    [host],
  );
  const remove = async () => {
    const own = (await drafts()).filter(({ record }) => isSampleKey(record));
    await Promise.all(own.map(({ record, kind }) => dropDraft(record, kind)));
    setSample(false);
  };
  const isEmpty = customers.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the last of them all of it goes, once
  useEffect(() => {
    if (isEmpty) void remove();
  }, [isEmpty]);
  if (!dossier) return null;
  const { connections, dictionaries } = sample;
  const ruled = withRulings(dossier, rulings);
  const connectionId = dossier.parts[0]?.connectionId ?? '';
  return (
    <div className="flex flex-col gap-3">
      <section aria-label={t('sample.title')} className="lit flex flex-col gap-2 rounded-3 border border-accent-line p-3">
        <p className="flex gap-2">
          <FlaskConical className="mt-0.5 size-4 shrink-0 text-accent-text" strokeWidth={1.65} aria-hidden="true" />
          <span>
            <span className="font-strong">{t('sample.title')}</span> <span className="text-text-muted">{t('sample.text')}</span>
          </span>
        </p>
        <ChoiceChips
          label={t('sample.choose')}
          options={customers.map((each, at) => ({ id: String(at), word: each.parts[0]?.records[0]?.record.name ?? '' }))}
          chosen={String(customers.indexOf(dossier))}
          onChoose={(id) => setShown(Number(id))}
        />
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => host.openOptions('connect')}>{t('first.button')}</Button>
          <Button look="quiet" onClick={() => void remove()}>
            {t('sample.remove')}
          </Button>
        </div>
      </section>
      <HostProvider host={inert}>
        <ChangeScope record={dossier.key} customerName="" connections={connections}>
          <CustomerView
            key={dossier.key}
            open={{
              connections,
              dictionaries,
              mappings: [],
              settings: DEFAULT_SETTINGS,
              record: { ref: dossier.anchor, connectionId },
              dossier: ruled,
            }}
            isAsking={false}
            onAskAgain={() => undefined}
          />
        </ChangeScope>
      </HostProvider>
    </div>
  );
}

/** What the rep has answered on "Maybe the same?", as the worker would link it. */
function withRulings(dossier: Dossier, rulings: Readonly<Record<string, boolean>>): Dossier {
  const linked = (each: LinkedRecord): LinkedRecord => {
    const same = rulings[recordKey(each.record.ref)];
    return same === undefined ? each : { ...each, link: same ? 'same' : 'apart', ruling: same ? 'same' : 'different' };
  };
  return { ...dossier, parts: dossier.parts.map((part) => ({ ...part, records: part.records.map(linked) })) };
}
