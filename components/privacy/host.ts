import type { Settings } from '../../lib/model/dossier.ts';

/** What the privacy sheet asks for. Those with a passphrase reject with `wrong-passphrase`. */
export interface PrivacyHost {
  changeSettings(changes: Partial<Settings>): Promise<unknown>;
  setPassphrase(passphrase: string, current?: string): Promise<unknown>;
  dropPassphrase(current: string): Promise<unknown>;
  lockNow(): Promise<unknown>;
  wipe(): Promise<unknown>;
}
