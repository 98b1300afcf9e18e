import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firefoxRows } from './firefox-rows.ts';

/** One way a text may lie on a disk, and how it is looked for there. */
interface Form {
  name: string;
  bytes: Buffer;
}

/** A text as UTF-8, UTF-16LE, Latin-1, JSON escapes, hex, and base64 at each of its three offsets. */
function formsOf(text: string): Form[] {
  const utf8 = Buffer.from(text, 'utf8');
  const escaped = [...text].map((sign) => (sign > '\u007f' ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign)).join('');
  const isLatin = [...text].every((sign) => sign <= '\u00ff');
  const forms: Form[] = [
    { name: 'UTF-8', bytes: utf8 },
    { name: 'UTF-16LE', bytes: Buffer.from(text, 'utf16le') },
    { name: 'hex', bytes: Buffer.from(utf8.toString('hex')) },
    { name: 'HEX', bytes: Buffer.from(utf8.toString('hex').toUpperCase()) },
    { name: 'UTF-16LE in hex', bytes: Buffer.from(Buffer.from(text, 'utf16le').toString('hex')) },
    { name: 'base64 as UTF-16LE', bytes: Buffer.from(middleOfBase64(utf8, 0), 'utf16le') },
    ...[0, 1, 2].map((offset) => ({ name: `base64 +${offset}`, bytes: Buffer.from(middleOfBase64(utf8, offset)) })),
    ...[0, 1, 2].map((offset) => ({
      name: `UTF-16LE in base64 +${offset}`,
      bytes: Buffer.from(middleOfBase64(Buffer.from(text, 'utf16le'), offset)),
    })),
  ];
  if (isLatin) forms.push({ name: 'Latin-1', bytes: Buffer.from(text, 'latin1') });
  if (escaped !== text) forms.push({ name: 'JSON escapes', bytes: Buffer.from(escaped) });
  return forms;
}

/** What of a text's base64 is the same whatever stands before and after it. */
function middleOfBase64(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const [first, last] = [Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)];
  return text.slice(first, last);
}

/** Which texts lie somewhere in the files of a folder, and where: `text` → `file (form)`. */
export function findIn(folder: string, texts: readonly string[]): Map<string, string[]> {
  const wanted = texts.map((text) => ({ text, forms: formsOf(text) }));
  const found = new Map<string, string[]>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const contents = [readFileSync(path), ...(entry.name.endsWith('.sqlite') ? firefoxRows(path) : [])];
    for (const { text, forms } of wanted) {
      for (const form of forms) {
        if (!contents.some((bytes) => bytes.includes(form.bytes))) continue;
        found.set(text, [...(found.get(text) ?? []), `${path.slice(folder.length + 1)} (${form.name})`]);
      }
    }
  }
  return found;
}
