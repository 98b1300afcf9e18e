import { useWords } from '../words/use-words.ts';

interface Props {
  hosts: readonly { host: string; requests: number }[];
  /** Workflows the rep has set up: they are among the hosts. */
  workflows: number;
}

/** Where requests went in seven days, and how many: all that has left this browser. */
export function HostList({ hosts, workflows }: Props) {
  const { t, format } = useWords();
  return (
    <section aria-labelledby="left" className="rounded-3 border border-line-strong">
      <div className="border-line border-b px-4 py-3">
        <h2 id="left" className="text-3">
          {t('status.left')}
        </h2>
        <p className="text-pretty text-text-muted">{t('status.left-text', { n: workflows })}</p>
      </div>
      {hosts.length === 0 ? (
        <p className="p-4 text-text-muted">{t('status.left-nothing')}</p>
      ) : (
        <table className="w-full">
          <thead className="text-1 text-text-muted">
            <tr>
              <th className="px-4 pt-2 text-start font-normal">{t('status.host')}</th>
              <th className="px-4 pt-2 text-end font-normal">{t('status.count')}</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map(({ host, requests }) => (
              <tr key={host} className="not-first:border-line not-first:border-t">
                <td className="break-all px-4 py-2">{host}</td>
                <td className="px-4 py-2 text-end tabular-nums">{format.number(requests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
