// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import script from '../entrypoints/page.content.ts';
import type { PageChanged } from '../lib/platform/content.ts';

/** The extension behind the script; `id` goes when it is updated. */
const extension: { id: string | undefined; messages: PageChanged[] } = { id: 'sidelight', messages: [] };
const world = globalThis as Record<PropertyKey, unknown>;
const navigation = new EventTarget();
/** Each isolated world has globals of its own: an update starts with none. */
const forgetWorld = () => {
  for (const symbol of Object.getOwnPropertySymbols(world)) if (symbol.description?.startsWith('sidelight')) delete world[symbol];
};
const inject = () => script.main(undefined as never);
const go = (url: string) => {
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(url);
  navigation.dispatchEvent(new Event('currententrychange'));
};
/** The rep comes back to the tab. */
const look = () => void document.dispatchEvent(new Event('visibilitychange'));

describe('the page script', () => {
  beforeEach(() => {
    extension.id = 'sidelight';
    extension.messages = [];
    world.navigation = navigation;
    world.chrome = {
      runtime: {
        get id() {
          return extension.id;
        },
        sendMessage: async (message: PageChanged) => void extension.messages.push(message),
      },
    };
    go('https://acme.pipedrive.com/deal/1');
  });

  afterEach(() => {
    extension.id = undefined;
    go('https://acme.pipedrive.com/');
    look();
    forgetWorld();
  });

  it('speaks once per change when it was injected again', async () => {
    inject();
    inject();
    extension.messages = [];
    go('https://acme.pipedrive.com/deal/2');
    look();
    await expect.poll(() => extension.messages.map(({ url }) => url)).toEqual(['https://acme.pipedrive.com/deal/2']);
  });

  it('leaves an updated extension to the new script', async () => {
    inject();
    extension.messages = [];
    extension.id = undefined;
    go('https://acme.pipedrive.com/deal/2');
    look();
    await new Promise((done) => setTimeout(done));
    extension.id = 'sidelight';
    go('https://acme.pipedrive.com/deal/3');
    look();
    await new Promise((done) => setTimeout(done));
    expect(extension.messages).toEqual([]);
    forgetWorld();
    inject();
    expect(extension.messages).toEqual([{ type: 'page-changed', url: 'https://acme.pipedrive.com/deal/3' }]);
  });

  it('asks for no hosts of its own', () => {
    expect(script).toMatchObject({ registration: 'runtime' });
    expect(script).not.toHaveProperty('matches');
  });
});
