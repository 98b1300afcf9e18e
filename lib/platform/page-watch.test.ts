import { describe, expect, it } from 'vitest';
import type { PageChanged } from './content.ts';
import { type PageWatchOptions, watchPage } from './page-watch.ts';

/** A page with a hand-cranked clock. */
function aPage(url: string, { prerendering = false } = {}) {
  const document = Object.assign(new EventTarget(), { prerendering });
  const navigation = new EventTarget();
  const location = { href: url };
  const timers = new Map<number, { at: number; run: () => void }>();
  let now = 0;
  let ids = 0;
  const window = Object.assign(new EventTarget(), {
    document,
    navigation,
    location,
    performance: { now: () => now },
    setTimeout(run: () => void, ms: number) {
      timers.set(++ids, { at: now + ms, run });
      return ids;
    },
    clearTimeout: (id: number) => void timers.delete(id),
  });
  return {
    window: window as unknown as PageWatchOptions['window'],
    document,
    timers,
    go(next: string) {
      location.href = next;
      navigation.dispatchEvent(new Event('currententrychange'));
    },
    /** The page's next task. */
    turn() {
      this.pass(0);
    },
    pass(ms: number) {
      now += ms;
      for (const [id, { at, run }] of [...timers]) {
        if (at <= now && timers.delete(id)) run();
      }
    },
    pageshow: (persisted: boolean) => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted })),
    pagehide: () => window.dispatchEvent(new Event('pagehide')),
    visible: () => document.dispatchEvent(new Event('visibilitychange')),
  };
}

function watched(page: ReturnType<typeof aPage>, options: Partial<PageWatchOptions> = {}) {
  const messages: PageChanged[] = [];
  const stop = watchPage({
    window: page.window,
    isConnected: () => true,
    send: async (message) => void messages.push(message),
    ...options,
  });
  return { messages, stop, urls: () => messages.map(({ url }) => url) };
}

describe('watchPage', () => {
  it('reports the URL at the start', () => {
    const { messages } = watched(aPage('https://a.test/1'));
    expect(messages).toEqual([{ type: 'page-changed', url: 'https://a.test/1' }]);
  });

  it('reports at once when the page changes after a quiet time', () => {
    const page = aPage('https://a.test/1');
    const { urls } = watched(page);
    page.pass(100);
    page.go('https://a.test/2');
    page.turn();
    expect(urls()).toEqual(['https://a.test/1', 'https://a.test/2']);
  });

  it('reports the last URL alone when a push is followed by replacements in the same tick', () => {
    const page = aPage('https://a.test/1');
    const { urls } = watched(page);
    page.pass(100);
    for (const url of ['https://a.test/2', 'https://a.test/3', 'https://a.test/4']) page.go(url);
    page.turn();
    expect(urls()).toEqual(['https://a.test/1', 'https://a.test/4']);
  });

  it('reports the last URL once more when replacements follow while it settles', () => {
    const page = aPage('https://a.test/1');
    const { urls } = watched(page);
    page.pass(100);
    for (const url of ['https://a.test/2', 'https://a.test/3', 'https://a.test/4']) {
      page.go(url);
      page.turn();
    }
    expect(urls()).toEqual(['https://a.test/1', 'https://a.test/2']);
    page.pass(100);
    expect(urls()).toEqual(['https://a.test/1', 'https://a.test/2', 'https://a.test/4']);
  });

  it('never holds a change longer than the settling time when the page changes all the time', () => {
    const page = aPage('https://a.test/0');
    const { urls } = watched(page);
    for (let step = 1; step <= 20; step++) {
      page.pass(50);
      page.go(`https://a.test/${step}`);
    }
    expect(urls()).toContain('https://a.test/19');
  });

  it('says nothing when the same URL is pushed again', () => {
    const page = aPage('https://a.test/1');
    const { messages } = watched(page);
    page.pass(100);
    page.go('https://a.test/1');
    page.visible();
    page.pageshow(false);
    page.turn();
    expect(messages).toHaveLength(1);
    expect(page.timers.size).toBe(0);
  });

  it('says it again when the page comes back from the back/forward cache', () => {
    const page = aPage('https://a.test/1');
    const { urls } = watched(page);
    page.pass(100);
    page.pageshow(true);
    page.turn();
    expect(urls()).toEqual(['https://a.test/1', 'https://a.test/1']);
  });

  it('says it again a few times, then at the next event, when nobody heard it', async () => {
    const page = aPage('https://a.test/1');
    const tried: string[] = [];
    watched(page, {
      send: async ({ url }) => {
        tried.push(url);
        throw new Error('Receiving end does not exist');
      },
    });
    for (let turn = 0; turn < 10; turn += 1) {
      await new Promise((settled) => setImmediate(settled));
      page.pass(250);
    }
    expect(tried).toEqual(Array(4).fill('https://a.test/1'));
    expect(page.timers.size).toBe(0);
    page.visible();
    page.turn();
    expect(tried).toHaveLength(5);
  });

  it('closes its line when the page is put aside, and speaks anew when it is back', () => {
    const page = aPage('https://a.test/1');
    let lines = 0;
    const { urls } = watched(page, {
      hangUp: () => {
        lines += 1;
      },
    });
    page.pass(100);
    page.pagehide();
    page.pageshow(true);
    page.turn();
    expect(lines).toBe(1);
    expect(urls()).toEqual(['https://a.test/1', 'https://a.test/1']);
  });

  it('falls silent for good when the extension is gone', () => {
    const page = aPage('https://a.test/1');
    let connected = true;
    const { messages } = watched(page, { isConnected: () => connected });
    page.pass(100);
    connected = false;
    page.go('https://a.test/2');
    page.turn();
    connected = true;
    page.go('https://a.test/3');
    page.visible();
    page.pageshow(true);
    page.pass(1000);
    expect(messages).toHaveLength(1);
  });

  it('falls silent when a newer script stops it while a change is settling', () => {
    const page = aPage('https://a.test/1');
    const { messages, stop } = watched(page);
    page.go('https://a.test/2');
    stop();
    page.pass(1000);
    page.go('https://a.test/3');
    expect(messages).toHaveLength(1);
    expect(page.timers.size).toBe(0);
  });

  it('waits when the page is prerendered', () => {
    const page = aPage('https://a.test/1', { prerendering: true });
    const { messages } = watched(page);
    expect(messages).toHaveLength(0);
    page.document.dispatchEvent(new Event('prerenderingchange'));
    expect(messages).toHaveLength(1);
  });

  it('reports the preview and its end when the URL stays', () => {
    const page = aPage('https://a.test/list');
    let preview: string | undefined;
    let changed = () => {};
    const { messages } = watched(page, {
      preview: {
        url: () => preview,
        start: (onChange) => {
          changed = onChange;
        },
      },
    });
    page.pass(100);
    preview = 'https://a.test/record/0-1/7';
    changed();
    page.turn();
    page.pass(100);
    preview = undefined;
    changed();
    page.turn();
    expect(messages.slice(1)).toEqual([
      { type: 'page-changed', url: 'https://a.test/list', previewUrl: 'https://a.test/record/0-1/7' },
      { type: 'page-changed', url: 'https://a.test/list' },
    ]);
  });
});
