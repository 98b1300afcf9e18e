import type { v2 } from 'pipedrive';

type Asked<T extends { readonly include_fields?: string }> = readonly NonNullable<T['include_fields']>[];

const ALL = [
  'next_activity_id',
  'last_activity_id',
  'email_messages_count',
  'activities_count',
  'done_activities_count',
  'undone_activities_count',
  'files_count',
  'notes_count',
  'followers_count',
  'smart_bcc_email',
] as const;
const DEALS = ['open_deals_count', 'won_deals_count', 'lost_deals_count'] as const;
const MAILS = ['last_incoming_mail_time', 'last_outgoing_mail_time'] as const;

/** What may be asked for beside the columns, as the vendor's own client has it: not every collection knows the same. */
const INCLUDABLE: Readonly<Record<string, readonly string[]>> = {
  persons: [...ALL, ...DEALS, ...MAILS] satisfies Asked<v2.PersonsApiGetPersonRequest>,
  organizations: [...ALL, ...DEALS, 'people_count'] satisfies Asked<v2.OrganizationsApiGetOrganizationRequest>,
  deals: [...ALL, ...MAILS, 'products_count', 'participants_count', 'source_lead_id'] satisfies Asked<v2.DealsApiGetDealRequest>,
  activities: ['attendees'] satisfies Asked<v2.ActivitiesApiGetActivityRequest>,
};

/** Does a query ask for something that the collection has not? */
export function asksTooMuch(collection: string, query: URLSearchParams): boolean {
  const names = query.get('include_fields')?.split(',') ?? [];
  return names.some((name) => !INCLUDABLE[collection]?.includes(name));
}
