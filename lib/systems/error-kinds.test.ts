import { expect, it } from 'vitest';
import { kindsOf } from './error-kinds.ts';

it('kindsOf knows each code of a line, and nothing by accident', () => {
  const kinds = kindsOf({ forbidden: 'NO_ACCESS READ_ONLY', conflict: 'DUPLICATE' });
  expect(kinds).toMatchObject({ NO_ACCESS: 'forbidden', READ_ONLY: 'forbidden', DUPLICATE: 'conflict' });
  for (const code of ['constructor', 'toString', '__proto__', '', 'NO']) expect(kinds[code]).toBeUndefined();
});
