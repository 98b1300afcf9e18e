/**
 * The rep's word on whether two records are one customer. It holds over every probability, and until she takes it back.
 * `a` and `b` are recordKeys, `a` the smaller; they name records by system, account and id, never by a person's name.
 */
export interface Ruling {
  id: string;
  a: string;
  b: string;
  same: boolean;
  /** Epoch ms. */
  at: number;
}
