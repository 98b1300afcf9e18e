/** Under this name `storage.session` holds what the passphrase gave, while the store is unlocked. */
export const PASS = 'pass';
/** Under this when the rep last did something, epoch ms. */
export const USED = 'used';
/** And under this when everything was deleted, epoch ms: contexts that still hold a key hear of it. */
export const WIPED = 'wiped';
