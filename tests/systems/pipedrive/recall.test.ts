import { describe, expect, it } from 'vitest';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { recallOf } from '../recall.ts';
import { aSandbox } from './harness.ts';

describe('find across systems', () => {
  it('find leads from another system’s copy of a person to ours in more than nine of ten cases', async () => {
    const stand = aSandbox();
    const { asked, missed } = await recallOf(pipedrive, stand);
    // What is missed shares no e-mail and no phone and is spelled in another script or under another name.
    expect(asked).toBeGreaterThan(150);
    expect(missed.length / asked, missed.join('\n')).toBeLessThan(0.08);
    expect(stand.requests.filter((each) => each.includes('/itemSearch')).length / asked).toBeLessThan(5);
  });
});
