import { foldedWords } from './fold.ts';

/** Legal forms in folded spelling, one word or several. A table of literals: which company it is, they do not tell. */
const FORMS = new Set(
  [
    'inc incorporated corp corporation co company llc llp lp ltd limited plc pty pvt',
    'gmbh mbh ag kg kgaa ohg ug ev se',
    'sl slu sa sau sas sarl srl spa sc scp slne cv sab sapi bv nv ab oy as aps',
    'kk wll fzco llp jsc pjsc cjsc oyj asa sro doo kft zoo',
    'ooo oao zao pao ao ip nko tov chp odo',
  ].flatMap((line) => line.split(' ')),
);
/** Letters that are left when `S.L.U.` or `S. de R.L. de C.V.` falls apart. */
const SPLIT_FORM =
  /(?:^| )(?:s a p i de c v|s de r l de c v|s r l de c v|s a de c v|sa de cv|s a b|s l u|s l|s a u|s a s|s a|s r l|s p a|e v|b v|n v|l l c|g m b h|k k|w l l)(?= |$)/g;

/** Written without a gap before or behind the name. */
const ATTACHED = /株式会社|有限会社|合同会社|（株）|\(株\)|㈱|有限责任公司|股份有限公司|有限公司|유한회사|주식회사|شركة|ذ\.م\.م/g;

/** A name without the legal forms that East Asia and Arabia attach to it; the name itself when nothing is left. */
export function withoutAttachedForm(name: string): string {
  const bare = name.replace(ATTACHED, ' ').trim();
  return bare === '' ? name : bare;
}

/** The words of a company's name that tell which company it is, folded. All of them, when there is nothing but a legal form. */
export function companyWords(name: string): string[] {
  const folded = foldedWords(name);
  const words = folded
    .join(' ')
    .replace(SPLIT_FORM, ' ')
    .split(' ')
    .filter((word) => word !== '' && word !== 'und' && word !== 'and' && !FORMS.has(word));
  return words.length > 0 ? words : folded;
}

/** The legal form in a company's name, folded and without gaps (`sl`, `gmbh`); '' where there is none. */
export function legalForm(name: string): string {
  const folded = foldedWords(name).join(' ');
  const split = folded.match(SPLIT_FORM)?.[0];
  return split ? split.replaceAll(' ', '') : (folded.split(' ').find((word) => FORMS.has(word)) ?? '');
}
