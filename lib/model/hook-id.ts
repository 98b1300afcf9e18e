const PREFIX = 'hook-';

/** A new id, which no connection can have. */
export function newHookId(): string {
  return PREFIX + crypto.randomUUID();
}

/** Is this target of a delivery a workflow? */
export function isHook(target: string): boolean {
  return target.startsWith(PREFIX);
}
