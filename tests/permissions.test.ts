import { describe, expect, test } from 'vitest';
import { DATA_SENT, OPTIONAL_HOSTS, OPTIONAL_PERMISSIONS, PERMISSIONS } from '../manifest.ts';
import { documentedPermissions } from './documented-permissions.ts';

describe('PERMISSIONS.md', () => {
  test.each([
    ['Required in both browsers', PERMISSIONS],
    ['Required in Chrome alone', ['sidePanel']],
    ['Optional', OPTIONAL_PERMISSIONS],
    ['Hosts, all optional', OPTIONAL_HOSTS],
    ['Data that Firefox is told about', DATA_SENT],
  ])('has a paragraph for each entry of the manifest and no other when it speaks of "%s"', (chapter, asked) => {
    expect([...(documentedPermissions().get(chapter) ?? [])].sort()).toEqual([...asked].sort());
  });
});
