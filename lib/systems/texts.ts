/** A subject line no longer than `most`; what does not fit goes on in the text, whole. */
export function fitTitle(title: string, text: string | undefined, most: number): { title: string; text?: string } {
  const line = title.replace(/\s+/g, ' ').trim();
  if (line.length <= most) return { title: line, ...(text?.trim() && { text }) };
  const cut = line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  return { title: `${cut}…`, text: [title, text].filter(Boolean).join('\n\n') };
}

/** Bytes as base64, for APIs that take files inside JSON. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 0x8000) binary += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return btoa(binary);
}

/** The word of a name that tells most: the longest of three letters or more; undefined where all are short. */
export function longestWord(name: string): string | undefined {
  return name
    .split(/\s+/)
    .filter((word) => [...word].length >= 3)
    .sort((a, b) => b.length - a.length)[0];
}

/** What a file is called, with its extension where the name lacks it. */
export function fileName(name: string, extension: string | undefined): string {
  return extension && !name.toLowerCase().endsWith(`.${extension.toLowerCase()}`) ? `${name}.${extension}` : name;
}
