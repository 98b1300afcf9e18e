/**
 * The custom facts of `CastPerson.copies[].custom`: a vendor stores them as custom fields under keys of its own making,
 * or in a standard field where it has one (HubSpot's `hs_analytics_num_page_views`).
 */
export const CAST_CUSTOM_FIELDS = [
  { key: 'language', label: 'Language', type: 'text' },
  { key: 'source', label: 'Lead source', type: 'text' },
  { key: 'pageViews', label: 'Page views', type: 'number' },
  { key: 'visits', label: 'Website visits', type: 'number' },
  { key: 'emailOpens', label: 'E-mails opened', type: 'number' },
  { key: 'emailClicks', label: 'E-mails clicked', type: 'number' },
  { key: 'contentDownloads', label: 'Content downloads', type: 'number' },
  { key: 'utmCampaign', label: 'UTM campaign', type: 'text' },
] as const satisfies readonly { key: string; label: string; type: 'text' | 'number' }[];
