// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { classifyPage } from '../systems/detect.ts';
import { PREVIEW_PANELS } from '../systems/previews.ts';
import { watchPreview } from './preview-watch.ts';

const panel = PREVIEW_PANELS[0] ?? expect.fail();
const record = (id: number) => `https://app.hubspot.com/contacts/44/record/0-1/${id}`;
const link = (id: number) => `<a href="/contacts/44/record/0-1/${id}">View record</a>`;

function aDrawer(content: string): HTMLElement {
  const layer = document.createElement('div');
  layer.innerHTML = `<div><section data-selenium-test="sidebar-preview-panel">${content}</section></div>`;
  return layer;
}

/** Starts a watch and answers what it saw at each change; `next` waits for the change, as the observer is asynchronous. */
function watched() {
  const stopping = new AbortController();
  const preview = watchPreview(window as Window & typeof globalThis, panel);
  let resolve: (url: string | undefined) => void = () => {};
  let changes = 0;
  preview.start(() => {
    changes++;
    resolve(preview.url());
  }, stopping.signal);
  const next = (act: () => void) =>
    new Promise<string | undefined>((done) => {
      resolve = done;
      act();
    });
  return { preview, next, stop: () => stopping.abort(), changes: () => changes };
}

describe('watchPreview', () => {
  beforeEach(() => {
    (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(
      'https://app.hubspot.com/contacts/44/objects/0-1/views/all/list',
    );
    document.body.innerHTML = `<div id="app">${link(99)}</div>`;
  });

  it('finds the record when a panel opens, and none when it closes', async () => {
    const { preview, next } = watched();
    expect(preview.url()).toBeUndefined();
    const drawer = aDrawer(link(7) + link(8));
    const found = await next(() => document.body.append(drawer));
    expect(found).toBe(record(7));
    expect(classifyPage(found ?? '')).toMatchObject({ kind: 'record', record: { object: 'contact', id: '7' } });
    expect(await next(() => drawer.remove())).toBeUndefined();
  });

  it('follows when an open panel fills late or goes on to another record', async () => {
    const { next } = watched();
    const drawer = aDrawer('');
    expect(await next(() => document.body.append(drawer))).toBeUndefined();
    const section = drawer.querySelector('section') ?? expect.fail();
    const fill = (id: number) => () => {
      section.innerHTML = link(id);
    };
    expect(await next(fill(7))).toBe(record(7));
    expect(await next(fill(8))).toBe(record(8));
    expect(await next(() => section.querySelector('a')?.setAttribute('href', '/contacts/44/record/0-1/9'))).toBe(record(9));
  });

  it('notices when the panel is put into a layer that was added empty, and taken out of it', async () => {
    const { next } = watched();
    const layer = document.createElement('div');
    await next(() => document.body.append(layer));
    const content = aDrawer(link(7)).firstElementChild ?? expect.fail();
    expect(await next(() => layer.append(content))).toBe(record(7));
    expect(await next(() => content.remove())).toBeUndefined();
  });

  it('finds a panel that is open at the start', () => {
    document.body.append(aDrawer(link(7)));
    const { preview, changes } = watched();
    expect(preview.url()).toBe(record(7));
    expect(changes()).toBe(1);
  });

  it('passes over a link to another site', async () => {
    const { next } = watched();
    const evil = '<a href="https://evil.test/record/0-1/1">x</a><a href="javascript:void(\'/record/\')">x</a>';
    expect(await next(() => document.body.append(aDrawer(evil + link(7))))).toBe(record(7));
  });

  it('does not stir when the page changes outside panels and layers', async () => {
    const { next, changes } = watched();
    document.getElementById('app')?.append('x');
    await next(() => document.body.append(document.createElement('div')));
    expect(changes()).toBe(1);
  });

  it('is silent when stopped', async () => {
    const { next, stop, changes } = watched();
    await next(() => document.body.append(aDrawer('')));
    stop();
    document.body.append(aDrawer(link(7)));
    await new Promise((done) => setTimeout(done));
    expect(changes()).toBe(1);
  });
});
