import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEMO_HOSTS } from '../../manifest.ts';
import { documentedPermissions } from '../documented-permissions.ts';

interface Manifest {
  manifest_version: number;
  permissions: string[];
  optional_permissions: string[];
  optional_host_permissions: string[];
  host_permissions?: string[];
  content_scripts?: unknown[];
  externally_connectable?: unknown;
  web_accessible_resources?: unknown[];
  content_security_policy: { extension_pages: string };
  key?: string;
  browser_specific_settings?: { gecko: { data_collection_permissions: { required: string[]; optional?: string[] } } };
}

const read = (build: string): Manifest => JSON.parse(readFileSync(join('.output', build, 'manifest.json'), 'utf8'));

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

// Written out here once more, on purpose: a change of the manifest has to be made twice.
const REQUIRED = ['storage', 'alarms', 'scripting', 'contextMenus', 'activeTab', 'identity'];
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

describe.each([
  ['chrome-mv3', [...REQUIRED, 'sidePanel']],
  ['firefox-mv3', REQUIRED],
])('the store build %s', (build, permissions) => {
  const manifest = read(build);

  test('manifest asks for exactly the agreed permissions when it is a store build', () => {
    expect([...manifest.permissions].sort()).toEqual([...permissions].sort());
    expect([...manifest.optional_permissions].sort()).toEqual(['cookies', 'notifications', 'unlimitedStorage']);
    expect([...manifest.optional_host_permissions].sort()).toEqual(['http://127.0.0.1/*', 'http://localhost/*', 'https://*/*']);
    expect(manifest.host_permissions ?? []).toEqual([]);
    expect(manifest.content_scripts ?? []).toEqual([]);
  });

  test('manifest asks for what PERMISSIONS.md has a paragraph on when it is read beside it', () => {
    const documented = documentedPermissions();
    const chapters = ['Required in both browsers', ...(build.startsWith('chrome') ? ['Required in Chrome alone'] : [])];
    expect([...manifest.permissions].sort()).toEqual(chapters.flatMap((chapter) => documented.get(chapter) ?? []).sort());
    expect([...manifest.optional_permissions].sort()).toEqual([...(documented.get('Optional') ?? [])].sort());
    expect([...manifest.optional_host_permissions].sort()).toEqual([...(documented.get('Hosts, all optional') ?? [])].sort());
    const told = manifest.browser_specific_settings?.gecko.data_collection_permissions;
    const sent = documented.get('Data that Firefox is told about');
    expect(told).toEqual(build.startsWith('chrome') ? undefined : { required: sent });
  });

  test('manifest keeps its own pages closed when a page wants to reach them', () => {
    expect(manifest.manifest_version).toBe(3);
    expect(manifest.content_security_policy.extension_pages).toBe(CSP);
    expect(manifest.externally_connectable).toBeUndefined();
    expect(manifest.web_accessible_resources ?? []).toEqual([]);
    expect(manifest.key).toBeUndefined();
  });

  test('store build holds no demo door and no evaluated code when its files are searched', () => {
    const code = filesOf(join('.output', build))
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    expect(code).not.toContain('demo.connect');
    expect(filesOf(join('.output', build)).filter((file) => /gallery/.test(file))).toEqual([]);
    expect(code).not.toContain('gallery: no ');
    // Sample data is rows of its own: nothing of the sandbox that plays the vendors.
    expect(code).not.toMatch(/sidelight-demo|northwind-demo|vektordemo/);
    expect(code).not.toMatch(/\bnew Function\(|[^.\w]eval\(|document\.write\(/);
  });
});

describe.each(['chrome-mv3-demo', 'firefox-mv3-demo'])('the demo build %s', (build) => {
  test('manifest differs only by the sandbox hosts when it is a demo build', () => {
    expect([...(read(build).host_permissions ?? [])].sort()).toEqual([...DEMO_HOSTS].sort());
  });
});
