import { describe, expect, it } from 'vitest';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { recallOf } from '../recall.ts';
import { aSandbox } from './harness.ts';

describe('find across systems', () => {
  it('find leads from another system’s copy of a person to ours in more than 19 of 20 cases', async () => {
    const stand = aSandbox();
    const { asked, missed } = await recallOf(zoho, stand);
    // What is missed shares no e-mail and no phone and is spelled in another script or under another name.
    expect(asked).toBeGreaterThan(150);
    expect(missed.length / asked, missed.join('\n')).toBeLessThan(0.05);
    expect(stand.requests.filter((each) => each.line.includes('/search')).length / asked).toBeLessThan(3);
  });
});
