import { namesIn } from '../model/never-store.ts';
import { sealedList } from './settings.ts';

/**
 * Names of fields that are dropped before anything is cached, in lower case.
 * @throws StoreError `tampered`, `locked`: nobody can tell what must not be kept
 */
export async function neverStored(): Promise<ReadonlySet<string>> {
  return namesIn(await sealedList('neverStore'));
}
