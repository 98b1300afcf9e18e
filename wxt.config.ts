import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';
import { CSP, DATA_SENT, DEMO_HOSTS, DEMO_KEY, GECKO_ID, OPTIONAL_HOSTS, OPTIONAL_PERMISSIONS, PERMISSIONS } from './manifest.ts';
import { chunkNames } from './scripts/chunks.ts';
import { packedData } from './scripts/packed/plugin.ts';

// A build in another mode than `production` would bundle React's development half, three times the size.
if (process.argv.some((word) => word === 'build' || word === 'zip')) process.env.NODE_ENV = 'production';

/** Pages of one build alone: the gallery is for tests and the demo, the bench measures. */
const ONLY_IN: Readonly<Record<string, string>> = { gallery: 'demo', bench: 'bench' };

/** What the store's reviewers need to build the same files; `node scripts/zip-check.mjs` does as they would. */
const SOURCES = [
  '{components,entrypoints,lib,public}/**',
  'scripts/{locales.mjs,chunks.ts,packed/**}',
  '{manifest,wxt.config}.ts',
  'tailwind.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  '*.md',
  'LICENSE',
] as const;

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/module-react'],
  vite: () => ({
    plugins: [tailwindcss(), packedData()],
    // The package's own entry point is the build for browsers of ten years ago.
    resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
    build: { target: 'esnext' },
  }),
  hooks: {
    'vite:build:extendConfig'(entries, config) {
      // Content scripts are one file each.
      if (!entries.some(({ type }) => type === 'sidepanel')) return;
      config.build ??= {};
      config.build.rolldownOptions ??= {};
      config.build.rolldownOptions.output = {
        ...config.build.rolldownOptions.output,
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ debugName: 'by who needs it at once', name: chunkNames(import.meta.dirname) }],
        },
      };
    },
    'entrypoints:found'(wxt, found) {
      const kept = found.filter(({ name }) => (ONLY_IN[name] ?? wxt.config.mode) === wxt.config.mode);
      found.splice(0, found.length, ...kept);
    },
  },
  zip: { includeSources: [...SOURCES], excludeSources: ['**/*.compiled.json'] },
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
              data_collection_permissions: { required: [...DATA_SENT] },
            },
          },
        }
      : { minimum_chrome_version: '148' }),
  }),
});
