import * as v from 'valibot';
import { TEMPLATE_KINDS } from './template.ts';

const template = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  name: v.pipe(
    v.string(),
    v.check((name) => name.trim() !== ''),
    v.maxLength(60),
  ),
  kind: v.picklist(TEMPLATE_KINDS),
  text: v.pipe(
    v.string(),
    v.check((text) => text.trim() !== ''),
    v.maxLength(5000),
  ),
});

/** All templates of a rep, as settings and files hold them; no two share an id. */
export const templatesSchema = v.pipe(
  v.array(template),
  v.maxLength(100),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length),
);
