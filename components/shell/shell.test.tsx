// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { bandOf } from '../scores/ring.tsx';
import { shorten } from '../words/shorten.ts';
import { initialsOf } from './avatar.tsx';
import { SystemMark } from './mark.tsx';
import { mailHref, phoneHref, safeHref } from './safe-href.ts';
import { SafeLink } from './safe-link.tsx';

afterEach(cleanup);

describe('safeHref', () => {
  it('refuses everything but https, mailto and tel', () => {
    for (const bad of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'http://a.example',
      'file:///etc',
      '//a.example',
      'a.example',
      '',
      ' javascript:1',
    ])
      expect(safeHref(bad)).toBeUndefined();
    expect(safeHref('https://a.example/x')).toBe('https://a.example/x');
  });

  it('keeps headers out of mail addresses and letters out of phones', () => {
    expect(mailHref('a@b.example?bcc=c@d.example')).not.toContain('?');
    expect(phoneHref('+52 (81) 1234-5678 ext')).toBe('tel:+528112345678');
    expect(phoneHref('none')).toBeUndefined();
  });

  it.each([
    ['+1 (555) 123-4567 ext. 12', 'tel:+15551234567'],
    ['8 495 123-45-67 доб. 890', 'tel:84951234567'],
    ['555 0147 x9', 'tel:5550147'],
    ['555-0147;ext=9', 'tel:5550147'],
    ['00 52 81 1234', 'tel:0052811234'],
  ])('calls %s without its extension', (phone, href) => {
    expect(phoneHref(phone)).toBe(href);
  });

  it('makes a link of an address with half a character', () => {
    expect(mailHref('a\ud800@b.example')).toMatch(/^mailto:/);
  });
});

describe('SafeLink', () => {
  it('shows text instead of a link when the address is not safe', () => {
    render(<SafeLink href="data:text/html,hello">Site</SafeLink>);
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByText('Site')).toBeTruthy();
  });
});

describe('initialsOf', () => {
  it('takes first letters of any script and survives odd names', () => {
    expect(initialsOf('Ana Pérez')).toBe('AP');
    expect(initialsOf('Ирина Соколова')).toBe('ИС');
    expect(initialsOf('محمد علي')).toBe('مع');
    expect(initialsOf('🚀 Rocket')).toBe('R');
    expect(initialsOf('   ')).toBe('');
    expect(initialsOf('a'.repeat(100_000))).toBe('A');
  });
});

describe('SystemMark', () => {
  it('tells freshness by a different shape each and in words', () => {
    const shapes = (['fresh', 'stale', 'asking', 'needs-you', 'off'] as const).map((state) => {
      const { container, unmount } = render(<SystemMark mark="Hs" state={state} here={false} label={`HubSpot, ${state}`} />);
      expect(screen.getByText(`HubSpot, ${state}`)).toBeTruthy();
      const shape = container.querySelector('svg')?.innerHTML.replace(/class="[^"]*"/g, '');
      unmount();
      return shape;
    });
    expect(new Set(shapes).size).toBe(5);
  });
});

describe('bandOf', () => {
  it('agrees with the number and says when there is none', () => {
    expect([undefined, 0, 39.9, 40, 69.9, 70, 100].map(bandOf)).toEqual([
      'score.none',
      'score.cold',
      'score.cold',
      'score.warm',
      'score.warm',
      'score.hot',
      'score.hot',
    ]);
  });
});

describe('shorten', () => {
  it('cuts whole characters and leaves short names alone', () => {
    expect(shorten('Ana')).toBe('Ana');
    expect(shorten('🚀'.repeat(10_000), 5)).toBe(`${'🚀'.repeat(5)}…`);
  });
});
