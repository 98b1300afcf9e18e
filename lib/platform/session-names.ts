/** Under this name `storage.session` holds what the passphrase gave, while the store is unlocked. */
export const PASS = 'pass';
/** And under this when the rep last did something, epoch ms. */
export const USED = 'used';
