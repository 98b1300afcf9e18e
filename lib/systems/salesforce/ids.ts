import { words } from '../field-keys.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/** Is this 15 or 18 letters and digits? Says nothing about whether such a record exists. */
export function isIdShaped(id: string): boolean {
  return ID.test(id);
}

/**
 * The 18-character form of a Salesforce id, the one for keys and comparisons. A 15-character id is case-sensitive; its
 * suffix says, for each block of five characters, which of them are upper-case. What is not 15 characters long comes back as it is.
 * Source: "What are Salesforce ID's composed of?" (Salesforce help).
 */
export function toId18(id: string): string {
  return id.length === 15 && ID.test(id) ? id + checksum(id) : id;
}

/** Do the last three characters of an 18-character id fit the first fifteen? Ids invented by people rarely do. */
export function hasValidChecksum(id: string): boolean {
  return id.length === 18 && ID.test(id) && id.slice(15) === checksum(id);
}

function checksum(id: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at++) {
      if (/[A-Z]/.test(id.charAt(block + at))) bits |= 1 << at;
    }
    suffix += ALPHABET.charAt(bits);
  }
  return suffix;
}

/** Key prefix → API name, for the standard types whose records have a page. Custom types (`a..`) are numbered per org. */
const STANDARD: ReadonlyMap<string, string> = new Map(
  words(
    '001Account 003Contact 005User 006Opportunity 00QLead 00TTask 00UEvent 01tProduct2 02iAsset 02sEmailMessage 0Q0Quote 0WOWorkOrder 500Case 701Campaign 800Contract 801Order',
  ).map((each) => [each.slice(0, 3), each.slice(3)]),
);

/** The API name the first three characters stand for; `undefined` for custom types and what has no record page. */
export function nativeOfId(id: string): string | undefined {
  return STANDARD.get(id.slice(0, 3)) ?? (/^ka/.test(id) ? 'Knowledge__kav' : undefined);
}

/** Prefixes that only custom objects have. */
export function isCustomId(id: string): boolean {
  return /^a[a-zA-Z0-9]{2}/.test(id);
}
