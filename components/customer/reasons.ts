import type { ReasonCode } from '../../lib/identity/index.ts';
import type { MessageId, Translate } from '../words/i18n.ts';

/** Codes that the engine adds to identity's own. */
type EngineCode = 'same-account-duplicate' | 'ruled-apart';

/** Reason codes in words. `org-` before a code is the same reason between companies, where nothing else stands for it. */
const WORDS: Readonly<Record<string, MessageId>> = {
  'address.different': 'reason.other-address',
  'address.same': 'reason.same-address',
  'address.similar': 'reason.similar-address',
  'area.different': 'reason.other-area',
  'area.same': 'reason.same-area',
  'city.different': 'reason.other-city',
  'city.same': 'reason.same-city',
  'company.different': 'reason.other-company',
  'company.fits-domain': 'reason.fits-domain',
  'company.same': 'reason.same-company',
  'company.similar': 'reason.similar-company',
  'country.different': 'reason.other-country',
  'country.same': 'reason.same-country',
  'dob.different': 'reason.other-birthday',
  'dob.near': 'reason.similar-birthday',
  'dob.same': 'reason.same-birthday',
  'domain.different': 'reason.other-domain',
  'domain.same': 'reason.same-domain',
  'domain.same-brand': 'reason.same-brand',
  'email.colleague': 'reason.colleague',
  'email.different': 'reason.other-email',
  'email.numbered-apart': 'reason.numbered-email',
  'email.private-and-work': 'reason.private-and-work',
  'email.same': 'reason.same-email',
  'email.same-local': 'reason.similar-email',
  'email.same-shared': 'reason.shared-email',
  'email.shared-only': 'reason.shared-only',
  'email.similar': 'reason.similar-email',
  'gender.different': 'reason.other-gender',
  'gender.same': 'reason.same-gender',
  'generation.different': 'reason.other-generation',
  'id.different': 'reason.other-id',
  'id.same': 'reason.same-id',
  'id.similar': 'reason.similar-id',
  'mailbox.fits': 'reason.mailbox-fits',
  'mailbox.half-fits': 'reason.mailbox-half-fits',
  'mailbox.misfits': 'reason.mailbox-misfits',
  'name.common': 'reason.common-name',
  'name.different': 'reason.other-name',
  'name.family-only': 'reason.family-only',
  'name.given-only': 'reason.given-only',
  'name.initial': 'reason.initial',
  'name.longer': 'reason.longer-name',
  'name.missing': 'reason.name-missing',
  'name.nickname': 'reason.nickname',
  'name.one-of-two': 'reason.one-of-two',
  'name.one-word': 'reason.one-word',
  'name.other-script': 'reason.other-script',
  'name.partly': 'reason.partly',
  'name.rare': 'reason.rare-name',
  'name.same': 'reason.same-name',
  'name.similar': 'reason.similar-name',
  'name.typo': 'reason.typo',
  'org-domain.fits-name': 'reason.fits-domain',
  'org-form.different': 'reason.other-form',
  'org-form.same': 'reason.same-form',
  'org-name.part': 'reason.name-part',
  'phone.different': 'reason.other-phone',
  'phone.same': 'reason.same-phone',
  'phone.same-other-name': 'reason.phone-other-name',
  'phone.similar': 'reason.similar-phone',
  'phone.switchboard': 'reason.switchboard',
  'postcode.different': 'reason.other-postcode',
  'postcode.same': 'reason.same-postcode',
  'source.same': 'reason.same-account',
  'source.same-name': 'reason.same-account',
  'title.different': 'reason.other-title',
  'title.same': 'reason.same-title',
  'ruled-apart': 'reason.ruled-apart',
  'same-account-duplicate': 'reason.duplicate',
} satisfies Partial<Record<ReasonCode | EngineCode, MessageId>>;

/** Read without a weight, these speak against. */
const AGAINST =
  /different|colleague|numbered-apart|private-and-work|shared-only|misfits|common|-only$|one-of-two|same-brand|^source\.|^ruled-/;

/** A reason as a sentence; codes without words are left out rather than shown raw. */
export function reasonWords(
  t: Translate,
  { code, weight, values = {} }: { code: string; weight?: number; values?: Record<string, string> },
): { text: string; sign: '=' | '≠' } | undefined {
  const id = [code, code.replace(/^org-/, '')].map((each) => (Object.hasOwn(WORDS, each) ? WORDS[each] : undefined)).find(Boolean);
  if (id === undefined) return undefined;
  const value = Object.values(values).find((each) => each !== '');
  const isAgainst = weight === undefined ? AGAINST.test(code) : weight < 0;
  return { text: value === undefined ? t(id) : `${t(id)}: ${value}`, sign: isAgainst ? '≠' : '=' };
}
