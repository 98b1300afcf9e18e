/** The least number of rounds a passphrase is stretched by. Source: OWASP, "Password Storage Cheat Sheet", PBKDF2-HMAC-SHA256. */
export const LEAST_ROUNDS = 600_000;
/** More than any machine of today does in half a second. */
export const MOST_ROUNDS = 5_000_000;
