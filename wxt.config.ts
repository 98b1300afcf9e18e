import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';
import { CSP, DEMO_HOSTS, DEMO_KEY, GECKO_ID, OPTIONAL_HOSTS, OPTIONAL_PERMISSIONS, PERMISSIONS } from './manifest.ts';

// A build in another mode than `production` would bundle React's development half, three times the size.
if (process.argv.some((word) => word === 'build' || word === 'zip')) process.env.NODE_ENV = 'production';

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/module-react'],
  hooks: {
    // The gallery is for tests and the demo: no other build has it.
    'entrypoints:found'(wxt, found) {
      if (wxt.config.mode !== 'demo') found.splice(0, found.length, ...found.filter(({ name }) => name !== 'gallery'));
    },
  },
  vite: () => ({ plugins: [tailwindcss()], build: { target: 'esnext' } }),
  zip: { excludeSources: ['docs/screenshots/**', 'tests/.artifacts/**'] },
  manifest: ({ browser, mode }) => ({
    name: '__MSG_extName__',
    description: '__MSG_extDescription__',
    default_locale: 'en',
    permissions: [...PERMISSIONS, ...(browser === 'firefox' ? [] : ['sidePanel'])],
    optional_permissions: [...OPTIONAL_PERMISSIONS],
    optional_host_permissions: [...OPTIONAL_HOSTS],
    content_security_policy: { extension_pages: CSP },
    action: { default_title: '__MSG_extName__' },
    commands:
      browser === 'firefox'
        ? { _execute_sidebar_action: { suggested_key: { default: 'Alt+Shift+S' } } }
        : { _execute_action: { suggested_key: { default: 'Alt+Shift+S' } } },
    ...(mode === 'demo' && { host_permissions: DEMO_HOSTS, ...(browser !== 'firefox' && { key: DEMO_KEY }) }),
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: GECKO_ID,
              strict_min_version: '153.0',
              // Notes and look-ups go to the rep's own CRM: by the store's letter that leaves the browser.
              data_collection_permissions: { required: ['personallyIdentifyingInfo', 'authenticationInfo', 'personalCommunications'] },
            },
          },
        }
      : { minimum_chrome_version: '148' }),
  }),
});
