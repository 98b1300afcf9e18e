// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { moveFocus } from './move-focus.ts';

afterEach(cleanup);

it.each<[string, number | 'menu', string]>([
  ['ArrowDown', 'menu', 'a'],
  ['ArrowUp', 'menu', 'c'],
  ['ArrowDown', 2, 'a'],
  ['ArrowUp', 0, 'c'],
  ['Home', 2, 'a'],
  ['End', 0, 'c'],
])('moveFocus on %s from %s goes to %s', (key, from, to) => {
  render(
    <div role="menu" tabIndex={-1} onKeyDown={moveFocus}>
      {['a', 'b', 'c'].map((name) => (
        <button key={name} type="button" role="menuitem">
          {name}
        </button>
      ))}
    </div>,
  );
  (from === 'menu' ? screen.getByRole('menu') : (screen.getAllByRole('menuitem')[from] ?? expect.fail())).focus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key });
  expect(document.activeElement?.textContent).toBe(to);
});
