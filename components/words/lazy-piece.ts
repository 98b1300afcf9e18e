import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { needWords } from './i18n.ts';

/** A piece of the panel that its first frame does without: a chunk of its own, shown when its words are there too. */
export function lazyPiece<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [piece] = await Promise.all([load(), needWords('later')]);
    return { default: piece };
  });
}
