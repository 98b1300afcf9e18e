import type { Cast } from '../cast-types.ts';
import { industries } from './custom-fields.ts';
import {
  type Activity,
  COMPANY_ID,
  type Deal,
  HOST,
  type Line,
  type Mail,
  type Note,
  type Organization,
  type Person,
  type StoredFile,
  type Tables,
} from './tables.ts';

/** v1 times: UTC without saying so. */
export function v1Time(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** Optional columns of v2 that `include_fields` asks for, counted from the rows. */
export function extras(kind: 'person' | 'org' | 'deal', id: number, tables: Tables): Record<string, unknown> {
  const key = `${kind}_id` as const;
  const activities = [...tables.activities.values()].filter(
    (each) => !each.is_deleted && (kind === 'person' ? takesPart(each, id) : each[key] === id),
  );
  const mails = [...tables.mails.values()].filter((each) => each[key] === id);
  const onDeal = (deal: Deal) => (kind === 'person' ? deal.person_id : deal.org_id) === id;
  const deals = kind === 'deal' ? [] : [...tables.deals.values()].filter((each) => !each.is_deleted && onDeal(each));
  const latest = (sent: boolean) =>
    mails
      .filter((each) => each.sent === sent)
      .map((each) => each.message_time)
      .sort()
      .at(-1) ?? null;
  const done = activities.filter((each) => each.done);
  const count = (status: string) => deals.filter((each) => each.status === status).length;
  return {
    next_activity_id: activities.find((each) => !each.done)?.id ?? null,
    last_activity_id: done.at(-1)?.id ?? null,
    open_deals_count: count('open'),
    won_deals_count: count('won'),
    lost_deals_count: count('lost'),
    email_messages_count: mails.length,
    activities_count: activities.length,
    done_activities_count: done.length,
    undone_activities_count: activities.length - done.length,
    notes_count: [...tables.notes.values()].filter((each) => each.active_flag && each[key] === id).length,
    files_count: [...tables.files.values()].filter((each) => each.active_flag && each[key] === id).length,
    followers_count: 1,
    last_incoming_mail_time: latest(false),
    last_outgoing_mail_time: latest(true),
    products_count: [...tables.lines.values()].filter((each) => each.deal_id === id).length,
    participants_count: tables.deals.get(id)?.participants.length ?? 0,
    source_lead_id: null,
    smart_bcc_email: `${HOST.split('.')[0]}@pipedrivemail.com`,
  };
}

export function takesPart(activity: Activity, personId: number): boolean {
  return activity.participants.some((each) => each.person_id === personId);
}

export function dealAnswer({ participants: _hidden, ...deal }: Deal): Record<string, unknown> {
  return { ...deal, origin: 'ManuallyCreated', origin_id: null, channel: null, channel_id: null, acv: null, arr: null, mrr: null };
}

export function personAnswer(person: Person): Record<string, unknown> {
  return { ...person };
}

/** `include_option_labels` turns the option's number into number and label. */
export function organizationAnswer(organization: Organization, cast: Cast, labels: boolean): Record<string, unknown> {
  const { industry } = organization;
  const label = industry === null ? undefined : industries(cast)[industry - 1];
  return { ...organization, industry: labels && label !== undefined ? { id: industry, label } : industry };
}

export function noteAnswer(note: Note, tables: Tables): Record<string, unknown> {
  const user = tables.users.find((each) => each.id === note.user_id);
  const person = note.person_id === null ? undefined : tables.persons.get(note.person_id);
  const organization = note.org_id === null ? undefined : tables.organizations.get(note.org_id);
  const deal = note.deal_id === null ? undefined : tables.deals.get(note.deal_id);
  return {
    ...note,
    add_time: v1Time(note.add_time),
    update_time: v1Time(note.update_time),
    last_update_user_id: null,
    person: person ? { name: person.name } : null,
    organization: organization ? { name: organization.name } : null,
    deal: deal ? { title: deal.title } : null,
    pinned_to_deal_flag: false,
    pinned_to_person_flag: false,
    pinned_to_organization_flag: false,
    pinned_to_lead_flag: false,
    user: { email: user?.email ?? '', name: user?.name ?? '', is_you: user === tables.users[0], icon_url: null },
  };
}

/** Whatever a file hangs on, under the vendor's names; the address needs the token. */
export function fileAnswer(file: StoredFile, tables: Tables): Record<string, unknown> {
  const person = file.person_id === null ? undefined : tables.persons.get(file.person_id);
  const deal = file.deal_id === null ? undefined : tables.deals.get(file.deal_id);
  return {
    ...file,
    file_name: `${file.id}-${file.name.replace(/[^\w.]/g, '_')}`,
    add_time: v1Time(file.add_time),
    update_time: v1Time(file.update_time),
    product_id: null,
    activity_id: null,
    log_id: null,
    inline_flag: false,
    remote_location: 's3',
    remote_id: String(file.id),
    cid: '',
    s3_bucket: '',
    mail_message_id: '',
    mail_template_id: '',
    person_name: person?.name ?? '',
    deal_name: deal?.title ?? '',
    org_name: '',
    url: `https://${HOST}/api/v1/files/${file.id}/download`,
    description: '',
  };
}

/** A line of an offer, as the list of several deals' products gives it. */
export function lineAnswer(line: Line): Record<string, unknown> {
  return {
    ...line,
    tax: 0,
    tax_method: 'inclusive',
    discount_type: 'percentage',
    product_variation_id: null,
    order_nr: line.id,
    comments: '',
    is_enabled: true,
    billing_frequency: 'one-time',
    billing_frequency_cycles: null,
    billing_start_date: null,
  };
}

/** The v1 shape, as the flow still gives it. */
export function activityV1(activity: Activity, tables: Tables): Record<string, unknown> {
  const { owner_id, creator_user_id, is_deleted, participants, ...rest } = activity;
  return {
    ...rest,
    company_id: COMPANY_ID,
    user_id: owner_id,
    assigned_to_user_id: owner_id,
    created_by_user_id: creator_user_id,
    owner_name: tables.users.find((each) => each.id === owner_id)?.name ?? null,
    active_flag: !is_deleted,
    due_time: activity.due_time?.slice(0, 5) ?? '',
    duration: activity.duration?.slice(0, 5) ?? '',
    add_time: v1Time(activity.add_time),
    update_time: v1Time(activity.update_time),
    marked_as_done_time: activity.marked_as_done_time === null ? '' : v1Time(activity.marked_as_done_time),
    participants: participants.map(({ person_id, primary }) => ({ person_id, primary_flag: primary })),
  };
}

export function mailAnswer(mail: Mail, tables: Tables): Record<string, unknown> {
  const person = mail.person_id === null ? undefined : tables.persons.get(mail.person_id);
  const user = tables.users.find((each) => each.id === mail.user_id);
  const theirs = { email_address: person?.emails[0]?.value ?? '', name: person?.name ?? '', linked_person_id: mail.person_id };
  const ours = { email_address: user?.email ?? '', name: user?.name ?? '', linked_person_id: null };
  return {
    id: mail.id,
    from: [mail.sent ? ours : theirs],
    to: [mail.sent ? theirs : ours],
    cc: [],
    bcc: [],
    user_id: mail.user_id,
    mail_thread_id: mail.id,
    subject: mail.subject,
    snippet: mail.snippet,
    mail_tracking_status: mail.opened ? 'opened' : null,
    read_flag: 1,
    draft_flag: 0,
    deleted_flag: 0,
    sent_flag: mail.sent ? 1 : 0,
    message_time: mail.message_time.replace('Z', '.000Z'),
    add_time: mail.message_time.replace('Z', '.000Z'),
    deal_id: mail.deal_id,
    item_type: 'mailMessage',
    company_id: COMPANY_ID,
  };
}
