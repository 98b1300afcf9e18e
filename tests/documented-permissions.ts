import { readFileSync } from 'node:fs';

/** What stands in code in the `###` headings of each `##` chapter of PERMISSIONS.md. */
export function documentedPermissions(): ReadonlyMap<string, readonly string[]> {
  const chapters = readFileSync('PERMISSIONS.md', 'utf8').split(/^## /m).slice(1);
  return new Map(
    chapters.map((chapter) => {
      const [title = ''] = chapter.split('\n');
      const headings = [...chapter.matchAll(/^### (.*)$/gm)].map(([, heading = '']) => heading);
      return [title, headings.flatMap((heading) => [...heading.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))];
    }),
  );
}
