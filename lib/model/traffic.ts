/** What went to one place on one day. */
export interface TrafficDay {
  /** Local day, `2026-11-21`. */
  day: string;
  requests: number;
  /** No answer, or one that says no: 401, 403, 429, 5xx. */
  failures: number;
  /** Answers by how long they took: how many fell into each step (`latencyStep`). */
  latency: number[];
  /** Requests by host. */
  hosts: Record<string, number>;
  /** The last answer, epoch ms. */
  lastAt?: number;
}

/** One request, once it has ended. */
export interface Sent {
  at: number;
  host: string;
  tookMs: number;
  /** HTTP status; absent: no answer. */
  status?: number;
}

/** Days that are kept: today and the seven before. */
export const TRAFFIC_DAYS = 8;
const STEPS = 24;
const FIRST_STEP_MS = 10;

/** The step of the histogram a time falls into: each is √2 times the one before, from 10 ms to half a minute. */
export function latencyStep(ms: number): number {
  return Math.min(STEPS - 1, Math.max(0, Math.ceil(2 * Math.log2(ms / FIRST_STEP_MS))));
}

/** The time that a share `q` (0 to 1) of the answers did not exceed, in ms, to the step's middle; `undefined` without answers. */
export function latencyAt(latency: readonly number[], q: number): number | undefined {
  const all = latency.reduce((sum, each) => sum + each, 0);
  if (all === 0) return undefined;
  let seen = 0;
  const step = latency.findIndex((each) => {
    seen += each;
    return seen >= q * all;
  });
  return Math.round(FIRST_STEP_MS * 2 ** ((step - 0.5) / 2));
}

/** The local day of a moment. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** An answer that counts as a failure of the connection; a record that is not there, or a value that is refused, is an answer like any other. */
export function isFailure(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status === 429 || status === 401 || status === 403;
}

/** The day with one more request. */
export function withSent(day: TrafficDay | undefined, { at, host, tookMs, status }: Sent): TrafficDay {
  const { requests, failures, latency, hosts, ...rest } = day ?? noTraffic(dayOf(at));
  const counted = [...latency];
  if (status !== undefined) counted[latencyStep(tookMs)] = (counted[latencyStep(tookMs)] ?? 0) + 1;
  return {
    ...rest,
    requests: requests + 1,
    failures: failures + Number(isFailure(status)),
    latency: filled(counted),
    hosts: plus(hosts, { [host]: 1 }),
    ...(status !== undefined && { lastAt: at }),
  };
}

/** Several days, or the same day from several sources, as one. */
export function summed(days: readonly TrafficDay[]): TrafficDay {
  const sum = noTraffic('');
  for (const { requests, failures, latency, hosts, lastAt } of days) {
    sum.requests += requests;
    sum.failures += failures;
    for (const [step, count] of latency.entries()) sum.latency[step] = (sum.latency[step] ?? 0) + count;
    sum.hosts = plus(sum.hosts, hosts);
    if (lastAt !== undefined) sum.lastAt = Math.max(sum.lastAt ?? 0, lastAt);
  }
  return { ...sum, latency: filled(sum.latency) };
}

/** What is kept, with what has come: the newest days, each once. */
export function withDays(kept: readonly TrafficDay[], come: readonly TrafficDay[]): TrafficDay[] {
  const byDay = Map.groupBy([...kept, ...come], ({ day }) => day);
  return [...byDay]
    .map(([day, same]) => ({ ...summed(same), day }))
    .sort((a, b) => (a.day < b.day ? 1 : -1))
    .slice(0, TRAFFIC_DAYS);
}

function noTraffic(day: string): TrafficDay {
  return { day, requests: 0, failures: 0, latency: [], hosts: {} };
}

/** By way of a map: a host may be called like a member every object has. */
function plus(one: TrafficDay['hosts'], two: TrafficDay['hosts']): TrafficDay['hosts'] {
  const counts = new Map(Object.entries(one));
  for (const [host, count] of Object.entries(two)) counts.set(host, (counts.get(host) ?? 0) + count);
  return Object.fromEntries(counts);
}

/** No holes: what is stored as JSON would hold `null` there. */
function filled(latency: readonly number[]): number[] {
  return Array.from(latency, (count) => count ?? 0);
}
