import { useLiveQuery } from 'dexie-react-hooks';
import { ArrowLeft, ExternalLink } from 'lucide-react';
import { recordKey } from '../../lib/model/records.ts';
import { customerOf } from '../../lib/store/customer-of.ts';
import { ChangeScope } from '../actions/change.tsx';
import { CustomerView } from '../customer/customer-view.tsx';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { useWords } from '../words/use-words.ts';
import { NothingFound } from './found-list.tsx';
import { nameOf } from './name-of.ts';
import type { Open } from './use-open.ts';
import { useView } from './view-state.ts';

/** A customer who was looked for, as the cache knows her; the tab stays where it is. `around`: what the panel knows besides customers. */
export function Showing({ customer, around }: { customer: string; around: Open }) {
  const { t } = useWords();
  const host = useHost();
  const leave = useView((view) => view.leave);
  const { connections } = around;
  const chosen = useView((view) => view.people[customer]);
  const known = useLiveQuery(
    async () => ({ customer, about: await customerOf(customer, chosen && recordKey(chosen)) }),
    [customer, chosen],
  );
  if (known?.customer !== customer) return null;
  const { dossier, opening } = known.about;
  const own = dossier?.parts.find(({ records }) => records.some(({ record }) => recordKey(record.ref) === customer));
  const connection =
    connections.find(({ id }) => id === own?.connectionId) ??
    connections.find(({ system, account }) => system === dossier?.anchor.system && account === dossier.anchor.account);
  const url = safeHref(own?.records.find(({ record }) => recordKey(record.ref) === customer)?.record.url);
  const visit = () => url !== undefined && host.openTab(url);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button look="quiet" small onClick={leave}>
          <ArrowLeft className="size-4" strokeWidth={1.65} aria-hidden="true" />
          {t('find.back')}
        </Button>
        {url !== undefined && (
          <Button look="quiet" small onClick={visit}>
            <ExternalLink className="size-4" strokeWidth={1.65} aria-hidden="true" />
            {t('way.open', { system: connection?.systemName ?? '' })}
          </Button>
        )}
      </div>
      {dossier && connection ? (
        <ChangeScope record={customer} customerName={nameOf(known.about, chosen)} connections={connections}>
          <CustomerView
            open={{
              ...around,
              record: { ref: dossier.anchor, connectionId: connection.id },
              dossier,
              ...(opening && { opening }),
            }}
            isAsking={false}
            onAskAgain={visit}
          />
        </ChangeScope>
      ) : (
        <NothingFound />
      )}
    </div>
  );
}
