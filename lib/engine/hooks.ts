import type { StoredError } from '../model/errors.ts';
import { addressTrouble, type HookInfo, originPattern } from '../model/hook.ts';
import { isHook, newHookId } from '../model/hook-id.ts';
import { failDeliveriesOf } from '../store/deliveries.ts';
import { dropHealth } from '../store/health.ts';
import { hex } from '../store/hex.ts';
import { dropHookInfo, hooks, saveHookInfo } from '../store/hooks.ts';
import { dropSecret, getSecret, putSecret } from '../store/vault.ts';
import type { Engine } from './context.ts';

/** What the rep fills in. `isPrivateMeant`: she has confirmed that the address is in her own network. */
export interface HookForm {
  name: string;
  address: string;
  isPrivateMeant: boolean;
}

/** The secret half of a workflow. `secret` signs; it is shown once, when the workflow is set up, to be entered at the other end. */
export interface HookSecret {
  address: string;
  secret: string;
}

/** Sets up a workflow. The answer's `secret` is for the rep's eyes, this once. Its host access has been asked for by the click. */
export async function saveHook(engine: Engine, form: HookForm): Promise<{ hook: HookInfo; secret: string } | { error: StoredError }> {
  const { name, address, isPrivateMeant } = form;
  const trouble = addressTrouble(address);
  if (trouble === 'address') return refused('hook-address');
  if (trouble === 'private' && !isPrivateMeant) return refused('private-address');
  if (!(await engine.hasHosts([originPattern(address)]))) return { error: { kind: 'permission', code: 'host-access' } };
  const hook: HookInfo = { id: newHookId(), name: name.trim() || new URL(address).hostname, createdAt: engine.now() };
  const secret = hex(crypto.getRandomValues(new Uint8Array(32)));
  await putSecret(hook.id, { address, secret } satisfies HookSecret);
  await saveHookInfo(hook);
  return { hook, secret };
}

function refused(code: string): { error: StoredError } {
  return { error: { kind: 'invalid', field: 'address', code } };
}

/** Forgets a workflow and its secret, and how it was doing. What waited for it is kept, as failed. */
export async function removeHook({ memory }: Pick<Engine, 'memory'>, id: string): Promise<void> {
  if (!isHook(id)) return;
  memory.gone.add(id);
  await dropSecret(id);
  await dropHookInfo(id);
  await failDeliveriesOf(id, { kind: 'auth', code: 'connection-removed' });
  await dropHealth(id);
}

/** A workflow with its secret half; `undefined` when it was removed. */
export async function knownHook(id: string): Promise<(HookInfo & HookSecret) | undefined> {
  const [all, secret] = await Promise.all([hooks(), getSecret<HookSecret>(id)]);
  const info = all.find((each) => each.id === id);
  return info && secret && { ...info, ...secret };
}
