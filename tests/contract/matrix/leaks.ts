import type { AnyStand } from '../stand.ts';

/** Tokens and customers' data in an error (down its chain of causes) or a text, as a log could show them. */
export function leaks(of: unknown, stand: AnyStand): string[] {
  const secrets = [...Object.values(stand.connection.credentials), ...CANARIES].filter(
    (value) => typeof value === 'string' && value.length > 8,
  );
  const found: string[] = [];
  for (const text of texts(of)) {
    for (const secret of secrets) if (text.includes(String(secret))) found.push('token');
    if (/llantasnorte|1234 ?5678|Under fire/i.test(text)) found.push('customer data');
  }
  return found;
}

/** Credentials that the matrix itself puts in. */
export const CANARIES = [
  'canary-stale-access-token',
  'canary-fresh-access-token',
  'canary-refresh-token-1',
  'canary-refresh-token-2',
] as const;

function texts(of: unknown): string[] {
  if (typeof of === 'string') return [of];
  const all: string[] = [];
  for (let each = of; each !== undefined && each !== null; each = (each as { cause?: unknown }).cause) {
    const { message, stack, name, code } = each as Error & { code?: unknown };
    all.push([message, stack, name, String(code), JSON.stringify(each)].join('\n'));
  }
  return all;
}
