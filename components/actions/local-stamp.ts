/** `2026-11-23T10:00` in local time, as the native input for a moment wants it. */
export function localStamp(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Epoch ms of what such an input holds; `undefined` when it is empty. */
export function momentOf(stamp: string): number | undefined {
  const at = new Date(stamp).getTime();
  return stamp === '' || Number.isNaN(at) ? undefined : at;
}
