const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Key prefix of each type this org has. */
export const PREFIXES = {
  Account: '001',
  Contact: '003',
  User: '005',
  Opportunity: '006',
  Lead: '00Q',
  Case: '500',
  Task: '00T',
  Event: '00U',
  Organization: '00D',
  OpportunityContactRole: '00K',
  OpportunityStage: '01J',
  TaskStatus: '01Z',
  ContentVersion: '068',
  ContentDocument: '069',
  ContentNote: '069',
  ContentDocumentLink: '06A',
  OpportunityLineItem: '00k',
  EventRelation: '0RE',
  Attachment: '00P',
  EmailMessage: '02s',
  EmailMessageRelation: '0CE',
} as const;
export type TypeName = keyof typeof PREFIXES;

/** The n-th id of a type, 18 characters with a fitting checksum. */
export function makeId(type: TypeName, n: number): string {
  let digits = '';
  for (let left = n; digits.length < 6; left = Math.floor(left / 62)) digits = DIGITS.charAt(left % 62) + digits;
  return toLong(`${PREFIXES[type]}Nw0000${digits}`);
}

/** 15 characters → 18; longer ids come back as they are. */
export function toLong(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at++) if (/[A-Z]/.test(id.charAt(block + at))) bits |= 1 << at;
    suffix += ALPHABET.charAt(bits);
  }
  return id + suffix;
}

export function isId(text: string): boolean {
  return /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text);
}
