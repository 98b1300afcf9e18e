import { answer, type Json } from './answers.ts';

const MAX_LIMIT = 500;

/** A lead with the columns that never change here. */
export function leadAnswer(lead: object): Json {
  return {
    ...lead,
    origin: 'API',
    origin_id: null,
    channel: null,
    channel_id: null,
    is_archived: false,
    was_seen: true,
    next_activity_id: null,
    visible_to: '3',
    cc_email: null,
  };
}

/** A page of v1: offset and limit; an empty one is null. */
export function page(rows: readonly unknown[], query: URLSearchParams): Response {
  const start = Math.max(0, Number(query.get('start')) || 0);
  const limit = Math.min(MAX_LIMIT, Number(query.get('limit')) || 100);
  const more = start + limit < rows.length;
  const pagination = { start, limit, more_items_in_collection: more, ...(more && { next_start: start + limit }) };
  const data = rows.slice(start, start + limit);
  return answer(200, { success: true, data: rows.length === 0 ? null : data, additional_data: { pagination } });
}
