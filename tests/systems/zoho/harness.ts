import { createZoho } from '../../../sandbox/zoho/index.ts';
import { answeringAs, standInOf } from '../harness.ts';

/** One stand-in; of each request its line (`METHOD /path?query`, decoded), body and headers are noted. */
export const aSandbox = () =>
  standInOf(createZoho, async (request) => {
    const json = /json/.test(request.headers.get('content-type') ?? '');
    const text = json ? await request.clone().text() : '';
    const { pathname, searchParams } = new URL(request.url);
    const query = [...searchParams].map(([name, value]) => `${name}=${value}`).join('&');
    return {
      line: `${request.method} ${pathname}${query && `?${query}`}`,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      headers: request.headers,
    };
  });

export const answering = answeringAs({
  system: 'zoho',
  account: 'org7',
  baseUrl: 'https://www.zohoapis.eu',
  userId: '5725767000000411001',
});
