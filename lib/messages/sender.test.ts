import { describe, expect, it } from 'vitest';
import { classify, type Sender, type SenderClass } from './sender.ts';

const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const self = { id: 'abcdefghijklmnopabcdefghijklmnop', origin: ORIGIN };
const page: Sender = {
  id: self.id,
  url: 'https://app.hubspot.com/contacts/1',
  origin: 'https://app.hubspot.com',
  frameId: 0,
  tab: { id: 7 },
};
const panel: Sender = { id: self.id, url: `${ORIGIN}/sidepanel.html`, origin: ORIGIN };
const options: Sender = { id: self.id, url: `${ORIGIN}/options.html`, origin: ORIGIN, frameId: 0, tab: { id: 3 } };

const ALLOWED: [string, Sender, SenderClass][] = [
  ['a content script in a top frame', page, 'content'],
  ['a content script whose browser tells no origin', { ...page, origin: undefined }, 'content'],
  ['a content script in an active document', { ...page, documentLifecycle: 'active' }, 'content'],
  ['tab 0', { ...page, tab: { id: 0 } }, 'content'],
  ['the panel', panel, 'panel'],
  ['the panel opened as a tab', { ...panel, tab: { id: 3 }, frameId: 0 }, 'panel'],
  ['the panel with a query', { ...panel, url: `${ORIGIN}/sidepanel.html?x=1#y` }, 'panel'],
  ['the options page', options, 'options'],
  ['the options page inside the browser’s own page', { ...options, tab: undefined, frameId: undefined }, 'options'],
];

const REFUSED: [string, Sender | undefined][] = [
  ['nobody', undefined],
  ['an empty sender', {}],
  ['a sender without id', { ...page, id: undefined }],
  ['an empty id', { ...page, id: '' }],
  ['another extension', { ...page, id: 'ponmlkjihgfedcbaponmlkjihgfedcba' }],
  [
    'another extension’s page',
    { ...panel, id: 'ponmlkjihgfedcbaponmlkjihgfedcba', url: 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/sidepanel.html' },
  ],
  ['our id with another extension’s page', { ...panel, url: 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/sidepanel.html' }],
  ['our id in other letters', { ...page, id: self.id.toUpperCase() }],
  ['no url', { ...page, url: undefined }],
  ['an empty url', { ...page, url: '' }],
  ['a url that is none', { ...page, url: 'not a url' }],
  ['a web page that carries our address in its path', { ...panel, url: `https://evil.example/${ORIGIN}/sidepanel.html` }],
  ['a web page as panel without tab', { id: self.id, url: 'https://evil.example/sidepanel.html', origin: 'https://evil.example' }],
  ['our address as user name', { ...panel, url: `https://${self.id}@evil.example/sidepanel.html` }],
  ['about:blank', { ...page, url: 'about:blank', origin: undefined }],
  ['about:srcdoc', { ...page, url: 'about:srcdoc', origin: 'null' }],
  ['a data page', { ...page, url: 'data:text/html,x', origin: 'null' }],
  ['a blob page', { ...page, url: 'blob:https://app.hubspot.com/1', origin: 'https://app.hubspot.com' }],
  ['a file', { ...page, url: 'file:///etc/passwd', origin: 'file://' }],
  ['javascript', { ...page, url: 'javascript:1', origin: undefined }],
  ['plain http', { ...page, url: 'http://app.hubspot.com/', origin: 'http://app.hubspot.com' }],
  ['a sandboxed frame', { ...page, origin: 'null', frameId: 4 }],
  ['a sandboxed top page', { ...page, origin: 'null' }],
  ['an origin of another site', { ...page, origin: 'https://evil.example' }],
  ['an embedded frame', { ...page, frameId: 1 }],
  ['frame -1', { ...page, frameId: -1 }],
  ['a frame that is no number', { ...page, frameId: '0' as unknown as number }],
  ['no frame', { ...page, frameId: undefined }],
  ['no tab', { ...page, tab: undefined }],
  ['a tab without id', { ...page, tab: {} }],
  ['tab -1', { ...page, tab: { id: -1 } }],
  ['half a tab', { ...page, tab: { id: 1.5 } }],
  ['a tab id as text', { ...page, tab: { id: '7' as unknown as number } }],
  ['a prerendered document', { ...page, documentLifecycle: 'prerender' }],
  ['a cached document', { ...page, documentLifecycle: 'cached' }],
  ['a dying document', { ...page, documentLifecycle: 'pending_deletion' }],
  ['user and password in the url', { ...page, url: 'https://a:b@app.hubspot.com/', origin: 'https://app.hubspot.com' }],
  ['the panel in a frame', { ...panel, frameId: 2, tab: { id: 7 } }],
  ['the panel with another origin', { ...panel, origin: 'https://app.hubspot.com' }],
  ['the panel with a null origin', { ...panel, origin: 'null' }],
  ['another page of ours', { ...panel, url: `${ORIGIN}/background.html` }],
  ['our root', { ...panel, url: `${ORIGIN}/` }],
  ['our origin without a path', { ...panel, url: ORIGIN }],
  ['a page below the panel', { ...panel, url: `${ORIGIN}/sidepanel.html/x` }],
  ['the panel of an origin that only begins like ours', { ...panel, url: `${ORIGIN}.evil/sidepanel.html`, origin: `${ORIGIN}.evil` }],
  ['a name every object has', { ...panel, url: `${ORIGIN}/constructor` }],
  ['the worker itself', { ...panel, url: `${ORIGIN}/background.js` }],
];

describe('classify', () => {
  it.each(ALLOWED)('takes %s', (_name, sender, expected) => {
    expect(classify(sender, self)).toBe(expected);
  });
  it.each(REFUSED)('refuses %s', (_name, sender) => {
    expect(classify(sender, self)).toBeUndefined();
  });
  it('refuses everybody when it does not know itself', () => {
    expect(classify({ ...page, id: '' }, { id: '', origin: '' })).toBeUndefined();
    expect(classify(page, { id: '', origin: ORIGIN })).toBeUndefined();
  });
  it('knows Firefox’s addresses', () => {
    const fox = { id: 'sidelight@example.org', origin: 'moz-extension://0b8e7d0e-0000-4000-8000-000000000000' };
    expect(classify({ id: fox.id, url: `${fox.origin}/sidepanel.html` }, fox)).toBe('panel');
    expect(classify({ ...page, id: fox.id }, fox)).toBe('content');
    expect(classify({ id: fox.id, url: 'moz-extension://ffffffff-0000-4000-8000-000000000000/sidepanel.html' }, fox)).toBeUndefined();
  });
});
