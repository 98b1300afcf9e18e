import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { MergedProfile } from '../../lib/model/customer.ts';
import type { Dictionary, Dossier, Settings } from '../../lib/model/dossier.ts';
import type { SystemRecord } from '../../lib/model/records.ts';

/** What a composer is opened on. It does not change while it is open: navigation shows another customer, not this one. */
export interface ComposerSubject {
  /** recordKey of the record it belongs to. */
  record: string;
  customerName: string;
  dossier: Dossier | undefined;
  /** What all systems together say of her. */
  profile?: MergedProfile | undefined;
  focus?: SystemRecord | undefined;
  openId?: string | undefined;
  /** What each connection lets be written, by its id. */
  dictionaries?: ReadonlyMap<string, Dictionary> | undefined;
  connections: readonly ConnectionInfo[];
  settings: Settings;
  /** The lead score, where there is one. */
  score?: number | undefined;
  onClose: () => void;
}
