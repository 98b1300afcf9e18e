import { createPipedrive } from '../../../sandbox/pipedrive/index.ts';
import { answeringAs, standInOf } from '../harness.ts';

/** One stand-in; each request is noted as `METHOD /path?query`. */
export const aSandbox = () =>
  standInOf(createPipedrive, (request) => {
    const { pathname, search } = new URL(request.url);
    return `${request.method} ${decodeURIComponent(pathname)}${search}`;
  });

export const answering = answeringAs({ system: 'pipedrive', account: 'acme', baseUrl: 'https://acme.pipedrive.com', userId: '7' });
