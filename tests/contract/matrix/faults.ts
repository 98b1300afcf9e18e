import type { Cell } from './cell.ts';
import { f8, f12, f13, f19, f20 } from './data-faults.ts';
import { f1, f2, f5, f6, f7, f17, f18 } from './network-faults.ts';
import { f9, f10, f11 } from './sign-in-faults.ts';
import { asksInParts, f3, f4, f14, f15, f16 } from './vendor-faults.ts';

/** One row of the fault matrix. `exempt` says why a cell cannot exist. */
export interface Fault {
  id: string;
  title: string;
  run(cell: Cell): Promise<void>;
  exempt?(cell: Cell): Promise<string | undefined> | string | undefined;
}

const noRows = ({ verb }: Cell) =>
  verb.write || verb.name === 'verify' || verb.name.startsWith('confirm:') ? 'answers one thing, not rows' : undefined;

/** The rows F1 to F20 of the plan; F21 to F24 are the databases' own. */
export const FAULTS: readonly Fault[] = [
  { id: 'F1', title: 'no answer', run: f1 },
  { id: 'F2', title: 'slow body', run: f2 },
  { id: 'F3', title: '429', run: f3 },
  { id: 'F4', title: 'limits without 429', run: f4 },
  { id: 'F5', title: '5xx', run: f5 },
  { id: 'F6', title: 'login page', run: f6 },
  { id: 'F7', title: 'broken answers', run: f7 },
  { id: 'F8', title: 'odd fields', run: f8 },
  { id: 'F9', title: 'token expired', run: f9 },
  { id: 'F10', title: 'revoked, reduced', run: f10 },
  {
    id: 'F11',
    title: 'rotation lost',
    run: f11,
    exempt: ({ facts }) => (facts.tokenUrl === undefined ? 'nothing rotates: a key, or a session that is opened anew' : undefined),
  },
  { id: 'F12', title: 'clock off', run: f12 },
  { id: 'F13', title: 'rows twice', run: f13, exempt: noRows },
  { id: 'F14', title: 'conflict', run: f14 },
  { id: 'F15', title: 'gone', run: f15 },
  {
    id: 'F16',
    title: 'partial success',
    run: f16,
    exempt: async (cell) => {
      if ('exempt' in cell.facts.partial) return cell.facts.partial.exempt;
      return (await asksInParts(cell)) ? undefined : 'makes no request with parts';
    },
  },
  { id: 'F17', title: 'no way through', run: f17 },
  { id: 'F18', title: 'redirect', run: f18 },
  { id: 'F19', title: 'endless pages', run: f19, exempt: noRows },
  {
    id: 'F20',
    title: 'another tenant',
    run: f20,
    exempt: ({ verb: { name, write } }) => {
      if (name.endsWith(':create') || name.startsWith('createField:'))
        return 'names no record, so no account; who is signed in is checked before each write by the engine';
      return write || name === 'verify' || name.startsWith('confirm:') ? undefined : 'writes nothing, so nothing into another tenant';
    },
  },
];
