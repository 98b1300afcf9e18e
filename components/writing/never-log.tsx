import { neverLogOf } from '../../lib/model/never-log.ts';
import { TextList } from './text-list.tsx';

/** The never-log list: one address, domain or name per line. It holds from the moment it is saved, for what waits too. */
export function NeverLog({ list, save }: { list: readonly string[]; save: (list: string[]) => Promise<unknown> }) {
  return (
    <TextList
      id="never-log"
      title="never-log.title"
      text="never-log.text"
      saved="never-log.saved"
      rows={5}
      example={'ana@example.com\nexample.com\nNorthwind'}
      list={list}
      read={neverLogOf}
      save={save}
    />
  );
}
