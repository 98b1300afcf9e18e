import { Hono } from 'hono';
import type { Org } from './org.ts';

/** The Lightning pages of the org. */
export function recordPages(_org: Org): Hono {
  return new Hono();
}
