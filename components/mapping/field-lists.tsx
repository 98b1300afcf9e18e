import { type ReactNode, useEffect, useRef, useState } from 'react';
import { foldText } from '../../lib/identity/fold.ts';
import { type FieldRow, type FieldSheet, type MappingChoice, SURE } from '../../lib/model/mapping.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { FieldLine } from './field-line.tsx';
import { PinList } from './pin-list.tsx';
import { mappedTo, openProposal, withMeaning } from './use-sheet.ts';

/** Fields without a meaning that are shown before the rep looks for one. */
const SHOWN_FIRST = 12;

interface Props {
  sheet: FieldSheet;
  decide: (choice: MappingChoice) => void;
}

/** What is suggested, what is in use, what stands on the card, and the rest. */
export function FieldLists({ sheet, decide }: Props) {
  const { t, format } = useWords();
  const { choice, examples } = sheet;
  const box = useRef<HTMLDivElement>(null);
  const moved = useRef<string>(undefined);
  // A row that has gone to another list takes the keyboard with it.
  useEffect(() => {
    const key = moved.current;
    moved.current = undefined;
    if (key === undefined || document.activeElement !== document.body) return;
    const row = [...(box.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].find((each) => each.dataset.field === key);
    row?.querySelector<HTMLElement>('select, button')?.focus();
  });
  const rows = sheet.rows.filter(({ known }) => !known);
  const known = sheet.rows.filter((row) => row.known);
  const suggested = rows
    .filter((row) => openProposal(choice, row))
    .sort((a, b) => (b.proposal?.confidence ?? 0) - (a.proposal?.confidence ?? 0));
  const sure = suggested.filter(({ proposal }) => (proposal?.confidence ?? 0) >= SURE);
  const inUse = rows.filter(({ key }) => mappedTo(choice, key) !== undefined);
  const others = rows.filter((row) => !suggested.includes(row) && !inUse.includes(row));
  const confirmSure = () => {
    moved.current = sure[0]?.key;
    decide(sure.reduce((all, row) => (row.proposal ? withMeaning(all, row, row.proposal.canonical) : all), choice));
  };
  const decideOn = (row: FieldRow, next: MappingChoice) => {
    moved.current = row.key;
    decide(next);
  };
  const line = (row: FieldRow) => <FieldLine key={row.key} row={row} choice={choice} decide={(next) => decideOn(row, next)} />;
  return (
    <div ref={box}>
      {examples.length > 0 && <p className="bidi mt-4 text-1 text-text-muted">{t('fields.examples', { names: format.list(examples) })}</p>}
      {rows.length === 0 && <p className="mt-6 rounded-3 border border-line-strong p-4 text-text-muted">{t('fields.none')}</p>}
      {suggested.length > 0 && (
        <Section
          title={t('fields.suggested')}
          text={t('fields.suggested-text')}
          end={
            sure.length > 0 && (
              <Button look="filled" onClick={confirmSure}>
                {t('fields.confirm-sure', { n: sure.length })}
              </Button>
            )
          }
        >
          <List>{suggested.map(line)}</List>
        </Section>
      )}
      {inUse.length > 0 && (
        <Section title={t('fields.in-use')}>
          <List>{inUse.map(line)}</List>
        </Section>
      )}
      {choice.pins.length > 0 && (
        <Section title={t('fields.card')} text={t('fields.card-text')}>
          <PinList choice={choice} decide={decide} />
        </Section>
      )}
      {others.length > 0 && <Others rows={others} line={line} />}
      {known.length > 0 && (
        <details className="mt-6">
          <summary className="min-h-control cursor-default text-text-muted">{t('fields.known', { n: known.length })}</summary>
          <p className="bidi mt-1 text-1 text-text-muted">{known.map(({ label }) => label).join(' · ')}</p>
        </details>
      )}
    </div>
  );
}

/** Filled ones first: an example says what a name does not. */
function Others({ rows, line }: { rows: readonly FieldRow[]; line: (row: FieldRow) => ReactNode }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  const words = foldText(query);
  const weight = ({ example, custom }: FieldRow) => Number(custom) + (example ? 2 : 0);
  const found = rows
    .filter(({ label, key }) => words === '' || `${foldText(label)} ${foldText(key)}`.includes(words))
    .sort((a, b) => weight(b) - weight(a) || a.label.localeCompare(b.label));
  const shown = words === '' ? found.slice(0, SHOWN_FIRST) : found;
  return (
    <Section
      title={t('fields.other')}
      text={[t('fields.found', { n: found.length }), t('fields.pin-hint')].join(' · ')}
      end={
        rows.length > SHOWN_FIRST && (
          <input
            type="search"
            aria-label={t('fields.find')}
            placeholder={t('fields.find')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className="min-h-control w-56 max-w-full rounded border border-line-control bg-surface px-2.5"
          />
        )
      }
    >
      {shown.length > 0 && <List>{shown.map(line)}</List>}
    </Section>
  );
}

function Section({ title, text, end, children }: { title: string; text?: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-6">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <div>
          <h2 className="text-3">{title}</h2>
          {text && <p className="text-1 text-text-muted">{text}</p>}
        </div>
        {end}
      </div>
      {children}
    </section>
  );
}

/** The two columns with their heads, where there is room for both. */
function List({ children }: { children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="mt-2 rounded-3 border border-line-strong">
      <div aria-hidden="true" className="hidden grid-cols-4 gap-x-4 border-line border-b px-4 py-2 text-1 text-text-muted @page:grid">
        <span>{t('fields.own')}</span>
        <span>{t('fields.example')}</span>
        <span className="col-span-2">{t('fields.ours')}</span>
      </div>
      <ul>{children}</ul>
    </div>
  );
}
