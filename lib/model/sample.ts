/** The account that sample records lie in: no vendor's account can have this name. */
export const SAMPLE_ACCOUNT = '~sample';

/** Does this recordKey belong to the sample data? Nothing about it is ever sent. */
export function isSampleKey(record: string): boolean {
  return record.split('/')[1] === SAMPLE_ACCOUNT;
}
