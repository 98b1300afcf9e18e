import type { MessageId, Translate } from '../words/i18n.ts';

type Words = { id: MessageId; sign: '=' | '≠' };
const FOR = (id: MessageId): Words => ({ id, sign: '=' });
const AGAINST = (id: MessageId): Words => ({ id, sign: '≠' });

/** Identity's reason codes in words; `org-` before a code is the same reason between companies. */
const WORDS: Readonly<Record<string, Words>> = {
  'email.same': FOR('reason.same-email'),
  'email.same-shared': FOR('reason.shared-email'),
  'email.same-local': FOR('reason.similar-email'),
  'email.different': AGAINST('reason.other-email'),
  'email.colleague': AGAINST('reason.other-email'),
  'phone.same': FOR('reason.same-phone'),
  'phone.same-other-name': FOR('reason.same-phone'),
  'phone.switchboard': FOR('reason.switchboard'),
  'phone.different': AGAINST('reason.other-phone'),
  'name.same': FOR('reason.same-name'),
  'name.initial': FOR('reason.similar-name'),
  'name.longer': FOR('reason.similar-name'),
  'name.nickname': FOR('reason.similar-name'),
  'name.typo': FOR('reason.similar-name'),
  'name.similar': FOR('reason.similar-name'),
  'name.part': FOR('reason.similar-name'),
  'name.different': AGAINST('reason.other-name'),
  'name.family-only': AGAINST('reason.other-name'),
  'name.given-only': AGAINST('reason.other-name'),
  'name.common': AGAINST('reason.common-name'),
  'company.same': FOR('reason.same-company'),
  'company.similar': FOR('reason.same-company'),
  'company.part': FOR('reason.same-company'),
  'company.fits-domain': FOR('reason.same-company'),
  'company.different': AGAINST('reason.other-company'),
  'domain.same': FOR('reason.same-domain'),
  'domain.different': AGAINST('reason.other-domain'),
  'city.same': FOR('reason.same-city'),
  'city.different': AGAINST('reason.other-city'),
  'address.same': FOR('reason.same-city'),
  'address.different': AGAINST('reason.other-city'),
  'postcode.same': FOR('reason.same-city'),
  'country.different': AGAINST('reason.other-city'),
  'title.same': FOR('reason.same-title'),
  'title.different': AGAINST('reason.other-title'),
  'dob.same': FOR('reason.same-birthday'),
  'dob.different': AGAINST('reason.other-birthday'),
  'id.same': FOR('reason.same-id'),
  'id.different': AGAINST('reason.other-id'),
  'source.same': AGAINST('reason.same-account'),
  'source.same-name': AGAINST('reason.same-account'),
  'address.similar': FOR('reason.same-city'),
  'area.different': AGAINST('reason.other-area'),
  'area.same': FOR('reason.same-area'),
  'country.same': FOR('reason.same-city'),
  'dob.near': FOR('reason.similar-birthday'),
  'domain.fits-name': FOR('reason.same-domain'),
  'domain.same-brand': AGAINST('reason.same-brand'),
  'email.numbered-apart': AGAINST('reason.numbered-email'),
  'email.private-and-work': AGAINST('reason.other-email'),
  'email.shared-only': AGAINST('reason.other-email'),
  'email.similar': FOR('reason.similar-email'),
  'form.different': AGAINST('reason.other-form'),
  'form.same': FOR('reason.same-form'),
  'gender.different': AGAINST('reason.other-gender'),
  'gender.same': FOR('reason.same-gender'),
  'generation.different': AGAINST('reason.other-generation'),
  'id.similar': FOR('reason.similar-id'),
  'mailbox.fits': FOR('reason.mailbox-fits'),
  'mailbox.half-fits': FOR('reason.mailbox-fits'),
  'mailbox.misfits': AGAINST('reason.mailbox-misfits'),
  'name.missing': AGAINST('reason.name-missing'),
  'name.one-of-two': AGAINST('reason.other-name'),
  'name.one-word': FOR('reason.similar-name'),
  'name.other-script': AGAINST('reason.name-missing'),
  'name.partly': FOR('reason.similar-name'),
  'name.rare': FOR('reason.rare-name'),
  'phone.similar': FOR('reason.similar-phone'),
  'postcode.different': AGAINST('reason.other-city'),
  'same-account-duplicate': FOR('reason.duplicate'),
};

/** A reason as a sentence; codes without words are left out rather than shown raw. */
export function reasonWords(
  t: Translate,
  reason: { code: string; values?: Record<string, string> },
): { text: string; sign: '=' | '≠' } | undefined {
  const code = reason.code.replace(/^org-/, '');
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  if (!words) return undefined;
  const value = Object.values(reason.values ?? {}).find((each) => each !== '');
  return { text: value === undefined ? t(words.id) : `${t(words.id)}: ${value}`, sign: words.sign };
}
