import type { SealedPart, SettingsFile, SignInChanges } from '../../lib/model/settings-file.ts';

/** What export and import ask of the page they stand on. Keys come and go sealed; those with a passphrase reject with `wrong-passphrase`. */
export interface TransferHost {
  /** All keys of this browser, sealed for a file. */
  sealSignIns(passphrase: string): Promise<SealedPart>;
  /** Whose keys a file holds; nothing is taken over. */
  openSignIns(part: SealedPart, passphrase: string): Promise<SignInChanges>;
  /** Takes a file over; its keys too where their passphrase comes along. */
  importSettings(file: SettingsFile, passphrase?: string): Promise<unknown>;
  /** Called first thing in the click: the browser's prompt needs the gesture. */
  requestAccess(access: { hosts: string[]; cookies: boolean }): Promise<boolean>;
}
