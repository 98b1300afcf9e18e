import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { samePhone } from './matching.ts';

const MAX_PHONE = 60;

/** A number that can exist; undefined for anything else. `country`: ISO 3166-1 alpha-2, for numbers written without a code. */
export function parsePhone(phone: string, country: string | undefined): PhoneNumber | undefined {
  if (phone.length > MAX_PHONE) return undefined;
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode | undefined);
  return parsed?.isPossible() ? parsed : undefined;
}

/** Compares two numbers as `country` dials them; by their digits where one of them is no whole number. */
export function samePhoneIn(country: string | undefined): (one: string, other: string) => boolean {
  return (one, other) => {
    const [a, b] = [parsePhone(one, country), parsePhone(other, country)];
    return a && b ? a.number === b.number : samePhone(one, other);
  };
}
