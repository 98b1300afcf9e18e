import { fail } from './answers.ts';
import { MODULES, type Module } from './tables.ts';

/** The answer for a module by its name, or the refusal of a name that is none. */
export function at(name: string, run: (module: Module) => Response): Response {
  const module = MODULES.find((each) => each === name);
  return module ? run(module) : fail(400, 'INVALID_MODULE', 'the module name given seems to be invalid', { resource_path_index: 0 });
}

export function query(url: string): URLSearchParams {
  return new URL(url).searchParams;
}

export async function body(request: Request): Promise<unknown> {
  return request.json().catch(() => undefined);
}
