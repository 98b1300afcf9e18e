import { ByteWriter, hashOf } from './bytes.ts';
import { effectiveSeconds, LIST_LIMIT, SEGMENT_LIMIT, type SearchEntry, TEXT_LIMIT, touchedSeconds } from './entry.ts';
import { KINDS, NAME_WORDS_MAX, NAME_WORDS_SHIFT, OPEN_DEAL, pack } from './layout.ts';
import { Lists, Numbers } from './lists.ts';
import { PHONE_DIGITS } from './query.ts';
import { searchWords } from './words.ts';

/** What one step of building takes up. */
const STEP_RECORDS = 200;
const STEP_WORDS = 800;

/**
 * An index over these records in one buffer. Equal records give equal bytes, whatever their order; of two with one key the later
 * counts.
 * @throws RangeError for more than 2^20 records.
 */
export function buildSegment(entries: readonly SearchEntry[]): Uint8Array<ArrayBuffer> {
  const steps = buildingSegment(entries);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in steps of about a millisecond each, for whoever has other work beside it. @throws RangeError as `buildSegment` does. */
export function* buildingSegment(entries: readonly SearchEntry[]): Generator<undefined, Uint8Array<ArrayBuffer>> {
  if (entries.length > SEGMENT_LIMIT) throw new RangeError('too many records in one segment');
  const builder = new Builder();
  const sorted = inOrder(entries);
  for (let at = 0; at < sorted.length; at += 1) {
    builder.add(sorted[at] as SearchEntry, at);
    if (at % STEP_RECORDS === STEP_RECORDS - 1) yield;
  }
  return yield* builder.finish(sorted);
}

/** Newest first, then by key; without the earlier ones of a key. */
function inOrder(entries: readonly SearchEntry[]): SearchEntry[] {
  const last = new Map<string, SearchEntry>();
  for (const entry of entries) last.set(entry.key, entry);
  const list = [...last.values()];
  const codes = new Float64Array(list.length);
  for (let at = 0; at < list.length; at += 1) codes[at] = -effectiveSeconds(list[at] as SearchEntry) * SEGMENT_LIMIT + at;
  codes.sort();
  const sorted = Array.from(codes, (code) => list[((code % SEGMENT_LIMIT) + SEGMENT_LIMIT) % SEGMENT_LIMIT] as SearchEntry);
  for (let from = 0; from < sorted.length; ) {
    const seconds = effectiveSeconds(sorted[from] as SearchEntry);
    let to = from + 1;
    while (to < sorted.length && effectiveSeconds(sorted[to] as SearchEntry) === seconds) to += 1;
    if (to - from > 1) {
      const run = sorted.slice(from, to).sort((a, b) => (a.key < b.key ? -1 : 1));
      for (let at = from; at < to; at += 1) sorted[at] = run[at - from] as SearchEntry;
    }
    from = to;
  }
  return sorted;
}

class Builder {
  readonly #records = new ByteWriter(1 << 16);
  readonly #recordStarts = new Numbers();
  readonly #strings = new ByteWriter();
  readonly #stringStarts = new Numbers();
  readonly #stringIds = new Map<string, number>();
  /** Words of a string, once they were asked for: each is folded once. */
  readonly #stringWords: (readonly number[] | undefined)[] = [];
  /** The beginning of the last key: most keys of a list have the same. */
  #beginning = '';
  #beginningId = -1;
  /** Words of a part of a name, likewise. */
  readonly #known = new Map<string, readonly number[]>();
  readonly #wordIds = new Map<string, number>();
  /** Per word: the record that had it last, plus one. */
  readonly #lastRecord = new Numbers();
  /** word × 2 (+ 1 where it is not in the name) → record. */
  readonly #found = new Lists();
  readonly #phones = new Lists();
  readonly #flags: number[] = [];

  add(entry: SearchEntry, record: number): void {
    const records = this.#records;
    this.#recordStarts.push(records.length);
    const name = cut(entry.name);
    const phones = Math.min(entry.phones.length, LIST_LIMIT);
    records.varint(phones);
    for (let at = 0; at < phones; at += 1) {
      const phone = cut(entry.phones[at] as string);
      records.string(phone);
      this.#addPhone(phone, record);
    }
    const nameWords = this.#wordsIn(name);
    this.#note(nameWords, record, 0);
    const emails = Math.min(entry.emails.length, LIST_LIMIT);
    records.varint(emails);
    for (let nth = 0; nth < emails; nth += 1) {
      const email = cut(entry.emails[nth] as string);
      const at = email.lastIndexOf('@');
      const local = at < 0 ? email : email.slice(0, at);
      records.string(local);
      this.#note(this.#wordsIn(local), record, 1);
      this.#addShared(at < 0 ? '' : email.slice(at), record);
    }
    const slash = entry.key.lastIndexOf('/') + 1;
    records.varint(this.#sharedBeginning(entry.key, slash));
    records.string(entry.key.slice(slash));
    records.string(name);
    this.#addShared(entry.company, record);
    this.#addShared(entry.title, record);
    this.#flags.push(
      KINDS.indexOf(entry.kind) | (entry.hasOpenDeal ? OPEN_DEAL : 0) | (Math.min(nameWords.length, NAME_WORDS_MAX) << NAME_WORDS_SHIFT),
    );
  }

  *finish(sorted: readonly SearchEntry[]): Generator<undefined, Uint8Array<ArrayBuffer>> {
    this.#recordStarts.push(this.#records.length);
    this.#stringStarts.push(this.#strings.length);
    return pack({
      touched: Uint32Array.from(sorted, (entry) => touchedSeconds(entry.touchedAt)),
      recordStarts: this.#recordStarts.view(),
      ...keySections(sorted),
      stringStarts: this.#stringStarts.view(),
      flags: Uint8Array.from(this.#flags),
      records: this.#records.view(),
      strings: this.#strings.view(),
      ...(yield* this.#dictionary()),
      ...phoneSections(this.#phones),
    });
  }

  #addPhone(phone: string, record: number): void {
    let last = 0;
    let digits = 0;
    for (let at = 0; at < phone.length; at += 1) {
      const digit = phone.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) continue;
      last = (last * 10 + digit) % 10 ** PHONE_DIGITS;
      digits += 1;
      if (digits >= PHONE_DIGITS) this.#phones.add(last, record);
    }
  }

  #note(words: readonly number[], record: number, elsewhere: 0 | 1): void {
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] as number;
      if (this.#lastRecord.values[word] === record + 1) continue;
      this.#lastRecord.values[word] = record + 1;
      this.#found.add(word * 2 + elsewhere, record);
    }
  }

  /** A text that many records share, and its words. */
  #addShared(text: string | undefined, record: number): void {
    const shared = cut(text ?? '');
    const id = this.#shared(shared);
    this.#records.varint(id);
    this.#note(this.#wordsOf(id, shared), record, 1);
  }

  #shared(text: string): number {
    let id = this.#stringIds.get(text);
    if (id === undefined) {
      id = this.#stringIds.size;
      this.#stringIds.set(text, id);
      this.#stringStarts.push(this.#strings.length);
      this.#strings.text(text);
    }
    return id;
  }

  #sharedBeginning(key: string, length: number): number {
    if (this.#beginningId < 0 || this.#beginning.length !== length || !key.startsWith(this.#beginning)) {
      this.#beginning = key.slice(0, length);
      this.#beginningId = this.#shared(this.#beginning);
    }
    return this.#beginningId;
  }

  /** Ids of the words of a shared text. */
  #wordsOf(id: number, text: string): readonly number[] {
    let ids = this.#stringWords[id];
    if (!ids) {
      ids = this.#idsOf(text);
      this.#stringWords[id] = ids;
    }
    return ids;
  }

  /** Ids of the words of a text that hardly comes again, but its parts may. Folding other scripts takes the time. */
  #wordsIn(text: string): readonly number[] {
    if (!text.includes(' ') || !/[^\0-\x7f]/.test(text)) return this.#idsOf(text);
    return text.split(' ').flatMap((part) => {
      let ids = this.#known.get(part);
      if (!ids) {
        ids = this.#idsOf(part);
        this.#known.set(part, ids);
      }
      return ids;
    });
  }

  #idsOf(text: string): readonly number[] {
    const words = searchWords(text);
    const ids: number[] = [];
    for (let at = 0; at < words.length; at += 1) ids.push(this.#wordId(words[at] as string));
    return ids;
  }

  #wordId(word: string): number {
    let id = this.#wordIds.get(word);
    if (id === undefined) {
      id = this.#wordIds.size;
      this.#wordIds.set(word, id);
      this.#lastRecord.push(0);
    }
    return id;
  }

  *#dictionary() {
    const sorted = inByteOrder([...this.#wordIds.keys()]);
    const words = new ByteWriter(sorted.length * 8);
    const wordStarts = new Numbers(sorted.length + 1);
    const listStarts = new Numbers(sorted.length + 1);
    const lists = new ByteWriter(sorted.length * 8);
    const grams = new Lists();
    const byWord = this.#found.grouped(sorted.length * 2);
    const part = new ByteWriter();
    for (let index = 0; index < sorted.length; index += 1) {
      const word = sorted[index] as string;
      const id = this.#wordIds.get(word) as number;
      const start = words.length;
      wordStarts.push(start);
      words.text(word);
      for (let at = start; at < words.length; at += 1) {
        grams.add(((at === start ? 0 : (words.bytes[at - 1] as number)) << 8) | (words.bytes[at] as number), index);
      }
      listStarts.push(lists.length);
      part.length = 0;
      byWord.write(id * 2, part);
      lists.varint(part.length);
      lists.reserve(part.length);
      lists.bytes.set(part.view(), lists.length);
      lists.length += part.length;
      byWord.write(id * 2 + 1, lists);
      if (index % STEP_WORDS === STEP_WORDS - 1) yield;
    }
    wordStarts.push(words.length);
    listStarts.push(lists.length);
    const [gramKeys, gramStarts, gramLists] = grams.sections(1 << 16);
    return {
      words: words.view(),
      wordStarts: wordStarts.view(),
      lists: lists.view(),
      listStarts: listStarts.view(),
      grams: gramKeys,
      gramStarts,
      gramLists,
    };
  }
}

function phoneSections(found: Lists) {
  const [phones, phoneStarts, phoneLists] = found.sections(10 ** PHONE_DIGITS);
  return { phones, phoneStarts, phoneLists };
}

function keySections(sorted: readonly SearchEntry[]) {
  const codes = new Float64Array(sorted.length);
  for (let at = 0; at < sorted.length; at += 1) codes[at] = hashOf((sorted[at] as SearchEntry).key) * SEGMENT_LIMIT + at;
  codes.sort();
  return {
    byKey: Uint32Array.from(codes, (code) => code % SEGMENT_LIMIT),
    keyHashes: Uint32Array.from(codes, (code) => Math.floor(code / SEGMENT_LIMIT)),
  };
}

function cut(text: string): string {
  return text.length > TEXT_LIMIT ? text.slice(0, TEXT_LIMIT) : text;
}

/** Sorted as their UTF-8 bytes are: that of UTF-16 units but for surrogates. */
function inByteOrder(words: string[]): string[] {
  words.sort();
  return words.some((word) => /[\ud800-\uffff]/.test(word)) ? words.sort(comparePoints) : words;
}

function comparePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
