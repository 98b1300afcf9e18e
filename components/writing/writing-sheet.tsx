import type { Settings } from '../../lib/model/dossier.ts';
import { useWords } from '../words/use-words.ts';
import { NeverLog } from './never-log.tsx';
import { Templates } from './templates.tsx';
import { Workflows, type WorkflowsHost } from './workflows.tsx';

interface Props {
  settings: Settings;
  host: WorkflowsHost & { changeSettings(changes: Partial<Settings>): Promise<unknown> };
}

/** Templates, what is never written, and where else the rep hands things to. */
export function WritingSheet({ settings, host }: Props) {
  const { t } = useWords();
  return (
    <section className="flex max-w-160 flex-col gap-6">
      <h1 className="text-5">{t('options.writing')}</h1>
      <Templates list={settings.templates ?? []} save={(templates) => host.changeSettings({ templates })} />
      <NeverLog list={settings.neverLog ?? []} save={(neverLog) => host.changeSettings({ neverLog })} />
      <Workflows host={host} />
    </section>
  );
}
