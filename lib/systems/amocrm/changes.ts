import type { Io, RecordRef, System } from '../contract.ts';
import { idOf } from '../hal.ts';
import { supported } from '../refusals.ts';
import { type SweptList, sweep } from '../sweep.ts';
import { EVENT_PAGE_LIMIT, LINKED, list, PAGE_LIMIT, withCurrency } from './api.ts';
import { FEEDS, type Feed, stampOf, toRow } from './feeds.ts';
import { tombstones } from './gone.ts';
import { eventOf } from './schema.ts';

/**
 * What was changed or deleted since the cursor, a page per call. The first sweep brings every row and no tombstones.
 * Source: amoCRM API v4, "Filters" and "Events and notes".
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): ReturnType<System['changes']> {
  const feeds = supported(FEEDS[object]);
  const lists = feeds.map((feed) => (feed.list === 'events' ? eventList(feed, io) : rowList(feed, io)));
  return sweep(lists, cursor, io);
}

function rowList(feed: Feed, io: Io): SweptList {
  let { connection } = io;
  return {
    order: feed.sorted ? 'rising' : 'none',
    gone: feed.gone === true,
    async read({ from, page, down }) {
      const query = {
        ...(from !== undefined && { 'filter[updated_at][from]': from }),
        ...(feed.gone ? { with: 'only_deleted' } : feed.native && feed.list === feed.native && { with: LINKED[feed.native] }),
        [feed.sorted ? 'order[updated_at]' : 'order[id]']: down ? 'desc' : 'asc',
        limit: PAGE_LIMIT,
        page,
      };
      const [answer, priced] = await Promise.all([
        list(io, `/api/v4/${feed.path}`, feed.list, query),
        feed.list === 'leads' ? withCurrency(io) : io.connection,
      ]);
      connection = priced;
      return answer;
    },
    stampOf,
    idOf,
    tell: (rows) => rows.map((row) => toRow(feed, row, connection)),
  };
}

/** Events come newest first. */
function eventList(feed: Feed, io: Io): SweptList {
  const { entity, types = [] } = feed;
  return {
    order: 'falling',
    gone: true,
    read: ({ from, page }) => {
      const about = { ...(entity !== undefined && { 'filter[entity]': entity }), 'filter[type][]': types };
      return list(io, '/api/v4/events', 'events', { ...about, 'filter[created_at][from]': from, limit: EVENT_PAGE_LIMIT, page });
    },
    stampOf: (row) => eventOf(row).created_at ?? 0,
    idOf,
    tell: (rows) =>
      tombstones(
        feed,
        rows.filter((row) => types.includes(eventOf(row).type ?? '')),
        io,
      ),
  };
}
