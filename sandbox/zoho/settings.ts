import type { Hono } from 'hono';
import type { VendorContext } from '../vendor.ts';
import { answer, fail, page } from './answers.ts';
import { addColumns, fieldList } from './columns.ts';
import { LISTS } from './related-lists.ts';
import { at, body, query } from './routing.ts';
import { CURRENCY, LAYOUT_ID, MODULES, ORG_NUMBER, PIPELINE, STAGES, type Tables, TIME_ZONE } from './tables.ts';

/** Users, the organization and what is under `/settings`. */
export function addSettings(app: Hono, tables: Tables, context: VendorContext): void {
  const user = (index: number) => {
    const found = tables.users[index];
    return (
      found && { ...found, status: 'active', confirm: true, time_zone: TIME_ZONE, country_locale: 'es_ES', role: { name: 'CEO', id: '1' } }
    );
  };
  app.get('/users', ({ req }) => {
    const type = query(req.url).get('type');
    if (type === 'CurrentUser') return answer(200, { users: [user(0)] });
    return page(
      tables.users.map((_, index) => user(index)),
      query(req.url),
      200,
      'users',
    );
  });
  app.get('/org', () =>
    answer(200, {
      org: [
        {
          id: '5725767000000000999',
          zgid: ORG_NUMBER,
          company_name: 'Northwind',
          iso_code: CURRENCY,
          currency: 'Euro - EUR',
          time_zone: TIME_ZONE,
        },
      ],
    }),
  );
  app.get('/settings/modules', () =>
    answer(200, {
      modules: MODULES.map((api_name) => ({
        api_name,
        api_supported: true,
        viewable: true,
        creatable: true,
        editable: true,
        deletable: true,
      })),
    }),
  );
  app.get('/settings/fields', ({ req }) =>
    at(query(req.url).get('module') ?? '', (module) => answer(200, { fields: fieldList(module, tables) })),
  );
  app.post('/settings/fields', async ({ req }) => {
    const wish = await body(req.raw);
    return at(query(req.url).get('module') ?? '', (module) => addColumns(module, wish, tables, context));
  });
  app.get('/settings/related_lists', ({ req }) =>
    at(query(req.url).get('module') ?? '', () =>
      answer(200, {
        related_lists: Object.entries(LISTS).map(([api_name, { of }], index) => ({
          id: `57257670000000091${String(index).padStart(2, '0')}`,
          api_name,
          name: api_name,
          display_label: api_name.replaceAll('_', ' '),
          sequence_number: String(index + 1),
          module: { api_name: of, id: '5725767000000002175' },
          type: 'default',
          href: `${of}/{ENTITYID}/${api_name}`,
        })),
      }),
    ),
  );
  app.get('/settings/layouts', ({ req }) =>
    at(query(req.url).get('module') ?? '', () =>
      answer(200, { layouts: [{ id: LAYOUT_ID, name: 'Standard', status: 'active', visible: true }] }),
    ),
  );
  app.get('/settings/pipeline', ({ req }) => {
    if (query(req.url).get('layout_id') !== LAYOUT_ID) return fail(400, 'INVALID_DATA', 'invalid data', { param_name: 'layout_id' });
    const maps = STAGES.map(({ value, forecast }, index) => ({
      id: `57257670000000067${String(index).padStart(2, '0')}`,
      display_value: value,
      actual_value: value,
      sequence_number: index + 1,
      forecast_type: forecast,
    }));
    return answer(200, { pipeline: [{ id: '5725767000000006800', display_value: PIPELINE, actual_value: PIPELINE, default: true, maps }] });
  });
}
