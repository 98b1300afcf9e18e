import { TextList } from '../writing/text-list.tsx';

/** Fields that never stay here: one name per line. They hold from the next answer on. */
export function NeverStore({ list, save }: { list: readonly string[]; save: (list: string[]) => Promise<unknown> }) {
  return (
    <TextList
      id="never-store"
      title="never-store.title"
      text="never-store.text"
      saved="never-store.saved"
      rows={4}
      example={'phones\ncity\nBirthday__c'}
      list={list}
      read={namesIn}
      save={save}
    />
  );
}

function namesIn(typed: string): string[] {
  const names = typed.split(/[\n,;]/u).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
