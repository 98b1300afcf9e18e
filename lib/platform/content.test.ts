import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The worker's end of the lines that a page script opens. */
const worker = { lines: 0, heard: [] as unknown[], hangUp: (): void => undefined };
const message = { type: 'page-changed', url: 'https://a.test/1' } as const;
let clock = 0;

beforeEach(() => {
  vi.resetModules();
  worker.lines = 0;
  worker.heard = [];
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  vi.stubGlobal('chrome', {
    runtime: {
      id: 'sidelight',
      connect: () => {
        worker.lines += 1;
        return {
          postMessage: (said: unknown) => void worker.heard.push(said),
          disconnect: () => undefined,
          onDisconnect: {
            addListener: (listener: () => void) => {
              worker.hangUp = listener;
            },
          },
        };
      },
    },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('sendPageChanged', () => {
  it('keeps one line for many messages when the worker stays', async () => {
    const { sendPageChanged } = await import('./content.ts');
    for (let step = 0; step < 5; step += 1) void sendPageChanged(message);
    expect(worker).toMatchObject({ lines: 1, heard: Array(5).fill(message) });
  });

  it('opens a new line when the old one has ended', async () => {
    const { sendPageChanged } = await import('./content.ts');
    void sendPageChanged(message);
    clock += 60_000;
    worker.hangUp();
    void sendPageChanged(message);
    expect(worker).toMatchObject({ lines: 2, heard: [message, message] });
  });

  it('rejects when the line breaks before the worker can have heard', async () => {
    const { sendPageChanged } = await import('./content.ts');
    const said = sendPageChanged(message);
    clock += 500;
    worker.hangUp();
    await expect(said).rejects.toThrow('unheard');
  });

  it('opens a new line when it has hung up', async () => {
    const { hangUp, sendPageChanged } = await import('./content.ts');
    void sendPageChanged(message);
    hangUp();
    void sendPageChanged(message);
    expect(worker.lines).toBe(2);
  });

  it('rejects when the extension is gone', async () => {
    vi.stubGlobal('chrome', { runtime: undefined });
    const { sendPageChanged } = await import('./content.ts');
    await expect(sendPageChanged(message)).rejects.toThrow('no extension');
  });
});
