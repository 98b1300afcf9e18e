/** The admin's own line to the server, for making what tests look at. Knows nothing of `lib/systems/tryton`. */
export interface Rpc {
  /** `model.party.party.create`, …; warnings are acknowledged, as Tryton's own client does when the user says yes. */
  (method: string, ...params: unknown[]): Promise<unknown>;
  userId: number;
  /** What every method takes last. */
  context: Record<string, unknown>;
}

export async function signIn(url: string, login: string, password: string): Promise<Rpc> {
  let signature: string | undefined;
  const ask = async (method: string, params: unknown[]): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature !== undefined && { authorization: signature }) },
      body: JSON.stringify({ id: 1, method, params }),
    });
    if (!response.ok) throw new Error(`${method}: HTTP ${response.status}`);
    const answer = (await response.json()) as { result?: unknown; error?: [string, unknown[]] };
    if (answer.error?.[0] === 'UserWarning') {
      await ask('model.res.user.warning.create', [[{ user: rpc.userId, name: answer.error[1][0], always: false }], rpc.context]);
      return ask(method, params);
    }
    if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error).slice(0, 600)}`);
    return answer.result;
  };
  const rpc: Rpc = Object.assign((method: string, ...params: unknown[]) => ask(method, [...params, rpc.context]), {
    userId: 0,
    context: {},
  });
  const [userId, key] = (await ask('common.db.login', [login, { password }, 'en'])) as [number, string];
  rpc.userId = userId;
  signature = `Session ${Buffer.from(`${login}:${userId}:${key}`).toString('base64')}`;
  rpc.context = (await ask('model.res.user.get_preferences', [true, {}])) as Record<string, unknown>;
  return rpc;
}

export const decimal = (digits: string) => ({ __class__: 'Decimal', decimal: digits });

/** Today in UTC, or so many days from it, as the server takes dates. */
export function day(offset = 0) {
  const at = new Date(Date.now() + offset * 86_400_000);
  return { __class__: 'date', year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}
