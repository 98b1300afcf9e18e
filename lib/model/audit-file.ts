import type { AuditLine } from './audit.ts';

const COLUMNS = [
  'seq',
  'time',
  'user',
  'what',
  'system',
  'account',
  'customer',
  'record',
  'before',
  'after',
  'result',
  'code',
  'made',
  'url',
] as const;

/**
 * The trail as CSV with a header row. A cell that a spreadsheet would take for a formula starts with an apostrophe. Source: OWASP, "CSV
 * Injection".
 */
export function auditCsv(lines: readonly AuditLine[]): string {
  return `${[COLUMNS.join(','), ...lines.map((line) => cellsOf(line).map(cell).join(','))].join('\r\n')}\r\n`;
}

/** The trail as JSON. */
export function auditJson(lines: readonly AuditLine[]): string {
  return JSON.stringify({ format: 'sidelight-audit', version: 1, entries: lines }, undefined, 2);
}

function cellsOf({ seq, at, entry }: AuditLine): string[] {
  const time = new Date(at).toISOString();
  if (!entry) return [String(seq), time, ...COLUMNS.slice(2).map(() => '')];
  const { who, what, where, before, after, result } = entry;
  return [
    String(seq),
    time,
    who.userName ?? who.userId ?? '',
    what,
    where.system,
    where.account ?? '',
    where.customerName,
    where.record,
    before === undefined ? '' : JSON.stringify(before),
    JSON.stringify(after),
    result.state,
    result.code ?? '',
    result.refs.map((ref) => `${ref.native} ${ref.id}`).join(' '),
    result.url ?? '',
  ];
}

function cell(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
