/** Neutral on purpose: no vendor colours or logos, so that nobody takes the sandbox for the real thing. */
export const SHELL_CSS = `
:root { color-scheme: light dark; --ground: #f3f3f1; --sheet: #fff; --ink: #20222a; --quiet: #63666f; --line: #dcdcd8; --link: #27507a; }
@media (prefers-color-scheme: dark) { :root { --ground: #17181b; --sheet: #202226; --ink: #e6e6e3; --quiet: #a0a3ab; --line: #3a3d44; --link: #a9c8ea; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template: auto 1fr / 150px minmax(0, 1fr); min-height: 100vh; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, "Noto Sans", sans-serif; }
.bar { grid-column: 1 / -1; display: flex; gap: 10px; align-items: center; padding: 10px 16px; background: var(--sheet); border-bottom: 1px solid var(--line); }
.badge { border: 1px solid var(--line); border-radius: 4px; padding: 0 6px; font-size: 12px; color: var(--quiet); }
.side { display: flex; flex-direction: column; padding: 12px 8px; gap: 2px; }
.side a { padding: 6px 10px; border-radius: 6px; color: inherit; text-decoration: none; }
.side a:hover, .side [aria-current] { background: var(--sheet); }
main { padding: 16px 20px 48px; min-width: 0; overflow-x: auto; }
main[aria-busy] { opacity: .6; }
a { color: var(--link); overflow-wrap: break-word; }
h1 { font-size: 20px; margin: 0 0 14px; overflow-wrap: anywhere; max-height: 5lh; overflow: auto; }
h2 { font-size: 13px; margin: 14px 0 6px; color: var(--quiet); font-weight: 600; }
h2 small { font-weight: 400; }
.kind, .quiet { margin: 0; color: var(--quiet); font-size: 12px; }
table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); }
th, td { text-align: left; padding: 7px 8px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; max-width: 155px; }
th { font-size: 12px; color: var(--quiet); font-weight: 600; }
.end { text-align: end; width: 1%; }
button { white-space: nowrap; }
button { font: inherit; font-size: 12px; padding: 1px 8px; border: 1px solid var(--line); border-radius: 4px; background: transparent; color: inherit; cursor: pointer; }
.board { display: flex; gap: 10px; overflow-x: auto; align-items: start; }
.board section { flex: 1 0 150px; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 0 8px 8px; }
.board article { border: 1px solid var(--line); border-radius: 6px; padding: 8px; margin-top: 6px; }
.board article p { margin: 4px 0; color: var(--quiet); }
.record { display: grid; grid-template-columns: minmax(180px, 1fr) minmax(220px, 1.6fr) minmax(150px, .9fr); gap: 12px; align-items: start; }
.record > * { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 0 14px 12px; min-width: 0; }
dl { margin: 0; } dt { color: var(--quiet); font-size: 12px; } dd { margin: 0 0 8px; overflow-wrap: anywhere; max-height: 8lh; overflow: auto; }
ul, ol.activities { list-style: none; margin: 0; padding: 0; }
li { padding: 6px 0; border-bottom: 1px solid var(--line); } li p { margin: 0; overflow-wrap: anywhere; } .text { white-space: pre-wrap; max-height: 8lh; overflow: auto; }
.drawer { position: fixed; inset: 0 0 0 auto; width: min(420px, 80vw); background: var(--sheet); border-inline-start: 1px solid var(--line); box-shadow: 0 0 24px #0003; overflow: auto; padding: 12px 16px; }
.drawer header { display: flex; justify-content: space-between; gap: 12px; margin-bottom: 10px; }
.drawer .record { grid-template-columns: 1fr; } .drawer .record > * { border: 0; padding: 0; }
`;

/** Written as text, because it runs in the page: navigation of a single-page CRM and its preview drawer. */
export const SHELL_SCRIPT = `
(() => {
  const config = JSON.parse(document.body.dataset.shell);
  let turn = 0;
  let drawer;
  const load = async (url) => new DOMParser().parseFromString(await (await fetch(url, { headers: { 'x-partial': '1' } })).text(), 'text/html');
  const closeDrawer = () => { drawer?.remove(); drawer = undefined; };
  const show = async (url) => {
    const mine = ++turn;
    closeDrawer();
    const main = document.querySelector('main');
    main.setAttribute('aria-busy', 'true');
    const next = await load(url);
    if (mine !== turn) return;
    const fresh = next.querySelector('main');
    if (!fresh) { location.reload(); return; }
    main.replaceWith(document.adoptNode(fresh));
    const side = next.querySelector('.side');
    if (side) document.querySelector('.side').replaceWith(document.adoptNode(side));
    document.title = next.title;
    scrollTo(0, 0);
  };
  const preview = async (url) => {
    if (!config.preview) return;
    closeDrawer();
    const next = await load(url);
    const box = document.createElement('div');
    const head = document.createElement('header');
    const link = document.createElement('a');
    const close = document.createElement('button');
    for (const [name, value] of Object.entries(config.preview.container)) box.setAttribute(name, value);
    for (const [name, value] of Object.entries(config.preview.header)) head.setAttribute(name, value);
    box.classList.add('drawer');
    link.href = url;
    link.textContent = next.querySelector('main h1')?.textContent ?? url;
    close.type = 'button';
    close.textContent = 'Close';
    close.dataset.close = '';
    head.append(link, close);
    box.append(head, ...(next.querySelector('.record') ? [document.adoptNode(next.querySelector('.record'))] : []));
    for (const inner of box.querySelectorAll('[data-preview]')) inner.remove();
    drawer = box;
    document.body.append(box);
  };
  document.addEventListener('click', (event) => {
    const target = event.target.closest('a[href], [data-preview], [data-close]');
    if (!target || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.matches('[data-close]')) { closeDrawer(); return; }
    if (target.matches('[data-preview]')) { preview(target.dataset.preview); return; }
    const url = new URL(target.href);
    if (config.navigation !== 'push' || 'full' in target.dataset || url.origin !== location.origin) return;
    event.preventDefault();
    if (url.href !== location.href) history.pushState(null, '', url.href);
    show(url.href);
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closeDrawer(); });
  addEventListener('popstate', () => show(location.href));
})();
`;
