import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasValidChecksum, isIdShaped, nativeOfId, toId18 } from './ids.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const id15 = fc.stringMatching(/^[a-zA-Z0-9]{15}$/);

describe('toId18', () => {
  // Ids and suffixes as they stand in public repositories.
  it.each(['003MS000008iCX8YAM', '0061100000LqRoEAAV', '00QdN00000DjQ3hUAF', 'a0f1a000003yDoIAAU', 'ka08W000000BB2DQAW'])(
    'rebuilds %s',
    (id) => {
      expect(toId18(id.slice(0, 15))).toBe(id);
      expect(hasValidChecksum(id)).toBe(true);
    },
  );

  it(`adds a fitting checksum and is idempotent (seed ${seed})`, () => {
    fc.assert(
      fc.property(id15, (id) => hasValidChecksum(toId18(id)) && toId18(toId18(id)) === toId18(id)),
      { seed },
    );
  });

  it('hands back what is no id', () => {
    for (const text of ['', 'x', '001-5i00000lhLC', '0015i00000lhLC3AA']) expect(toId18(text)).toBe(text);
  });
});

describe('isIdShaped and nativeOfId', () => {
  it('tell ids and their types', () => {
    expect(isIdShaped('0015i00000lhLC3')).toBe(true);
    expect(isIdShaped('0015i00000lhLC3A')).toBe(false);
    expect(nativeOfId('00QdN00000DjQ3h')).toBe('Lead');
    expect(nativeOfId('a0f1a000003yDoI')).toBeUndefined();
  });
});
