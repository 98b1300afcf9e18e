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
    visible: () => document.dispatchEvent(new Event('visibilitychange')),
  };
}

/** A preview panel that opens, changes and closes at will. */
function aPreview() {
  let shown: string | undefined;
  let changed = () => {};
  return {
    url: () => shown,
    start: (onChange: () => void) => {
      changed = onChange;
    },
    show(url: string | undefined) {
      shown = url;
      changed();
    },
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

  it('leaves navigations to the browser when no preview is open', () => {
    const page = aPage('https://a.test/1');
    const { messages } = watched(page);
    page.pass(100);
    page.go('https://a.test/2');
    expect(page.timers.size).toBe(0);
    expect(messages).toHaveLength(1);
  });

  it('reports navigations when a preview is open, and no more when it has closed', () => {
    const page = aPage('https://a.test/list');
    const preview = aPreview();
    const { messages } = watched(page, { preview });
    preview.show('https://a.test/record/0-1/7');
    page.pass(100);
    page.go('https://a.test/list?page=2');
    page.pass(100);
    expect(messages.at(-1)).toEqual({ type: 'page-changed', url: 'https://a.test/list?page=2', previewUrl: 'https://a.test/record/0-1/7' });
    preview.show(undefined);
    page.pass(100);
    expect(messages.at(-1)).toEqual({ type: 'page-changed', url: 'https://a.test/list?page=2' });
    const said = messages.length;
    page.go('https://a.test/list?page=3');
    expect(page.timers.size).toBe(0);
    expect(messages).toHaveLength(said);
  });

  it('reports the last state alone when changes follow within a tick, and once more when they follow while it settles', () => {
    const page = aPage('https://a.test/list');
    const preview = aPreview();
    const { messages } = watched(page, { preview });
    page.pass(100);
    for (const id of [1, 2, 3]) preview.show(`https://a.test/record/0-1/${id}`);
    page.pass(0);
    for (const id of [4, 5]) preview.show(`https://a.test/record/0-1/${id}`);
    page.pass(100);
    expect(messages.slice(1).map(({ previewUrl }) => previewUrl)).toEqual(['https://a.test/record/0-1/3', 'https://a.test/record/0-1/5']);
  });

  it('never holds a change longer than the settling time when the preview changes all the time', () => {
    const page = aPage('https://a.test/list');
    const preview = aPreview();
    const { messages } = watched(page, { preview });
    for (let step = 1; step <= 20; step++) {
      page.pass(50);
      preview.show(`https://a.test/record/0-1/${step}`);
    }
    expect(messages.at(-1)?.previewUrl).toBe('https://a.test/record/0-1/19');
  });

  it('reports where it is when it comes to the front again', () => {
    const page = aPage('https://a.test/1');
    const { urls } = watched(page);
    page.pass(100);
    page.go('https://a.test/2');
    page.visible();
    page.turn();
    expect(urls()).toEqual(['https://a.test/1', 'https://a.test/2']);
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

  it('begins to count anew once it was heard: a page stays open for days', async () => {
    const page = aPage('https://a.test/1');
    let fails = 0;
    let sends = 0;
    watched(page, {
      send: async () => {
        sends += 1;
        if (fails-- > 0) throw new Error('nobody');
      },
    });
    for (let day = 0; day < 5; day++) {
      const before = sends;
      fails = 1;
      page.go(`https://a.test/${day + 2}`);
      page.visible();
      for (let turn = 0; turn < 5; turn++) {
        page.pass(300);
        await new Promise((done) => setImmediate(done));
      }
      expect(sends - before, `day ${day}`).toBe(2);
    }
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

  it('falls silent for good when the extension is gone', () => {
    const page = aPage('https://a.test/1');
    let connected = true;
    const { messages } = watched(page, { isConnected: () => connected });
    page.pass(100);
    connected = false;
    page.visible();
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
    page.visible();
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
    const preview = aPreview();
    const { messages } = watched(page, { preview });
    page.pass(100);
    preview.show('https://a.test/record/0-1/7');
    page.turn();
    page.pass(100);
    preview.show(undefined);
    page.turn();
    expect(messages.slice(1)).toEqual([
      { type: 'page-changed', url: 'https://a.test/list', previewUrl: 'https://a.test/record/0-1/7' },
      { type: 'page-changed', url: 'https://a.test/list' },
    ]);
  });
});
