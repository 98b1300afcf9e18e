import { afterEach, describe, expect, it, vi } from 'vitest';
import { isConnected, sendPageChanged } from './content.ts';

const message = { type: 'page-changed', url: 'https://a.test/1' } as const;

afterEach(() => vi.unstubAllGlobals());

describe('sendPageChanged', () => {
  it('says what it was given', async () => {
    const heard: unknown[] = [];
    vi.stubGlobal('chrome', { runtime: { id: 'sidelight', sendMessage: async (said: unknown) => void heard.push(said) } });
    await sendPageChanged(message);
    expect(heard).toEqual([message]);
  });

  it('rejects when nobody listens, when the extension was updated, and when it is gone', async () => {
    vi.stubGlobal('chrome', { runtime: { id: 'sidelight', sendMessage: () => Promise.reject(new Error('Receiving end does not exist')) } });
    await expect(sendPageChanged(message)).rejects.toThrow('Receiving end');
    vi.stubGlobal('chrome', {
      runtime: {
        sendMessage() {
          throw new Error('Extension context invalidated.');
        },
      },
    });
    await expect(sendPageChanged(message)).rejects.toThrow('invalidated');
    vi.stubGlobal('chrome', { runtime: undefined });
    await expect(sendPageChanged(message)).rejects.toThrow('no extension');
  });
});

describe('isConnected', () => {
  it('is false when the extension was updated under the script', () => {
    vi.stubGlobal('chrome', { runtime: { id: 'sidelight' } });
    expect(isConnected()).toBe(true);
    vi.stubGlobal('chrome', { runtime: {} });
    expect(isConnected()).toBe(false);
    vi.stubGlobal('chrome', {
      get runtime() {
        throw new Error('Extension context invalidated.');
      },
    });
    expect(isConnected()).toBe(false);
  });
});
