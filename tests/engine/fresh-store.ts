import { forgetDataKey } from '../../lib/store/keys.ts';
import { forgetVaultKey } from '../../lib/store/vault.ts';

/** As if this context had just started: no key in memory. */
export function keptKeysForgotten(): void {
  forgetDataKey();
  forgetVaultKey();
}
