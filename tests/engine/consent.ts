import type { Sandbox } from '../../sandbox/index.ts';

/** The redirect address of an extension, as `identity.getRedirectURL` gives it. */
export const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';

/** A sign-in window on the sandbox's consent pages in which somebody presses the first button; every address it was sent to is kept. */
export function consentWindow(sandbox: Pick<Sandbox, 'fetch'>) {
  const landed: string[] = [];
  const asked: URL[] = [];
  return {
    landed,
    asked,
    redirectUrl: () => REDIRECT,
    async open(url: string, { silent }: { silent: boolean }): Promise<string> {
      asked.push(new URL(url));
      const page = await sandbox.fetch(new Request(url));
      const direct = page.headers.get('location');
      const form = direct === null && !silent ? /<form method="post" action="([^"]*)">(.*?)<\/form>/s.exec(await page.text()) : null;
      const at = direct ?? (form ? await press(sandbox, new URL(form[1] ?? '', url), form[2] ?? '') : null);
      if (at === null) throw new Error('the page wants something');
      landed.push(at);
      return at;
    },
  };
}

async function press(sandbox: Pick<Sandbox, 'fetch'>, action: URL, inside: string): Promise<string | null> {
  const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  const button = /<button [^>]*name="([^"]*)" value="([^"]*)"/.exec(inside);
  const fields = [...hidden, ...(button ? [button] : [])].map(([, name = '', value = '']): [string, string] => [name, plain(value)]);
  const answer = await sandbox.fetch(new Request(action, { method: 'POST', body: new URLSearchParams(fields) }));
  return answer.headers.get('location');
}

function plain(text: string): string {
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
