/** What was said on one subject of a meeting. */
export interface Topic {
  topic: string;
  text: string;
}

/** The topics kept with a draft; an unreadable draft has none. */
export function readTopics(kept: string | undefined): Topic[] {
  try {
    const rows: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(rows) ? rows.flatMap(toTopic) : [];
  } catch {
    return [];
  }
}

function toTopic(row: unknown): Topic[] {
  if (typeof row !== 'object' || row === null) return [];
  const { topic, text } = row as Partial<Record<keyof Topic, unknown>>;
  return typeof topic === 'string' && typeof text === 'string' ? [{ topic, text }] : [];
}

/**
 * Notes of a meeting as one entry: a heading per topic with its lines below. What was said on one topic at several times stands
 * together, in the order in which topics came up; lines without a topic come first; a line that is there already is not repeated.
 */
export function consolidated(topics: readonly Topic[]): string {
  const byTopic = new Map<string, { heading: string; lines: string[] }>([['', { heading: '', lines: [] }]]);
  for (const { topic, text } of topics) {
    const heading = topic.trim().replace(/\s+/g, ' ');
    const key = heading.toLocaleLowerCase();
    const entry = byTopic.get(key) ?? { heading, lines: [] };
    byTopic.set(key, entry);
    for (const line of text.split('\n').map((each) => each.trimEnd())) {
      if (line.trim() !== '' && !entry.lines.includes(line)) entry.lines.push(line);
    }
  }
  return [...byTopic.values()]
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) => [heading, ...lines].filter((line) => line !== '').join('\n'))
    .join('\n\n');
}

/** The topics that such an entry came of. Whether its first paragraph had a heading cannot be told: it stands as it is. */
export function topicsOf(entry: string): Topic[] {
  return entry.split('\n\n').map((part, at) => {
    const [topic = '', ...lines] = at === 0 ? ['', part] : part.split('\n');
    return { topic, text: lines.join('\n') };
  });
}
