/** What binds a sign-in to the worker that began it. Source: RFC 7636 (S256). */
export interface Challenge {
  verifier: string;
  challenge: string;
  state: string;
}

/** Fresh random values from WebCrypto. */
export async function newChallenge(): Promise<Challenge> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)), state: base64url(crypto.getRandomValues(new Uint8Array(16))) };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
