const KILO = 1024;
const MEGA = KILO * KILO;

/** Bytes as a rep reads them: megabytes, or kilobytes below a tenth of one; what is there is never nothing. */
export function fileSize(bytes: number, language: string): string {
  const isSmall = bytes < MEGA / 10;
  const amount = isSmall ? Math.ceil(bytes / KILO) : bytes / MEGA;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: 1,
  }).format(amount);
}
