import { browser } from './browser.ts';

/** Makes sure a repeating alarm exists: browsers may lose alarms at a restart. */
export async function ensureAlarm(name: string, periodInMinutes: number): Promise<void> {
  if (!(await browser.alarms.get(name))) browser.alarms.create(name, { periodInMinutes, delayInMinutes: periodInMinutes });
}

/** Sets an alarm for a moment (epoch ms), in place of an earlier one of that name. Browsers round up to half a minute from now. */
export function setAlarm(name: string, at: number): void {
  browser.alarms.create(name, { when: at });
}

/** Takes an alarm back; one that was never set is no failure. */
export async function clearAlarm(name: string): Promise<void> {
  await browser.alarms.clear(name);
}

/** Listens for alarms, which bring a stopped worker back: to be called in its first turn. */
export function onAlarm(listener: (name: string) => void): void {
  browser.alarms.onAlarm.addListener((alarm) => listener(alarm.name));
}
