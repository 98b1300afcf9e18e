import type { CreateVendor, VendorSandbox } from './vendor.ts';

/** How a vendor knows somebody who is signed in on its pages. */
interface SessionRules {
  cookie: { name: string; value: string };
  /** Page host that takes the cookie for its API too. */
  host: string;
  /** Where the API lives under that host, and the host that answers it. */
  path: RegExp;
  api: string;
  scheme: string;
  /** The vendor wants a token of its pages with everything that is not a plain read. */
  readsOnly: boolean;
}

export const SESSIONS: Readonly<Record<string, SessionRules>> = {
  amocrm: {
    cookie: { name: 'session_id', value: 'the-reps-own-amocrm-session' },
    host: 'vektordemo.amocrm.ru',
    path: /^\/api\//,
    api: 'vektordemo.amocrm.ru',
    scheme: 'Bearer',
    readsOnly: false,
  },
  dynamics: {
    cookie: { name: 'CrmOwinAuth', value: 'the-reps-own-dynamics-session' },
    host: 'northwind.crm4.dynamics.com',
    path: /^\/api\//,
    api: 'northwind.crm4.dynamics.com',
    scheme: 'Bearer',
    readsOnly: false,
  },
  zoho: {
    cookie: { name: 'CSRF_less_session', value: 'the-reps-own-zoho-session' },
    host: 'crm.zoho.eu',
    path: /^\/crm\/v\d+\//,
    api: 'www.zohoapis.eu',
    scheme: 'Zoho-oauthtoken',
    readsOnly: true,
  },
};

/** Lets a vendor's pages answer its API to whoever is signed in there. A request with a token of its own is none of this. */
export function withSession(create: CreateVendor, rules: SessionRules): CreateVendor {
  return (context): VendorSandbox => {
    const vendor = create(context);
    const { credentials } = vendor.connection;
    const known = credentials.kind === 'token' ? credentials.token : '';
    const { cookie, host, path, api, scheme, readsOnly } = rules;
    return {
      ...vendor,
      async handle(request) {
        const url = new URL(request.url);
        if (url.hostname !== host || !path.test(url.pathname) || request.headers.has('authorization')) return vendor.handle(request);
        const cookies = (request.headers.get('cookie') ?? '').split('; ');
        if (!cookies.includes(`${cookie.name}=${cookie.value}`))
          return vendor.handle(onApi(request, url, api, new Headers(request.headers)));
        if (readsOnly && request.method !== 'GET')
          return new Response('<html>Forbidden</html>', { status: 403, headers: { 'content-type': 'text/html' } });
        const headers = new Headers(request.headers);
        headers.set('authorization', `${scheme} ${known}`);
        return vendor.handle(onApi(request, url, api, headers));
      },
    };
  };
}

function onApi(request: Request, url: URL, api: string, headers: Headers): Request {
  const target = new URL(url);
  target.hostname = api;
  return new Request(target, new Request(request, { headers }));
}
