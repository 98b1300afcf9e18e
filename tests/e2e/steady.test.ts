import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../scripts/browsers/session.ts';
import { type GalleryPage, openGallery } from './gallery/page.ts';

describe('a timeline of 5,000 entries', () => {
  let stage: GalleryPage;
  beforeAll(async () => {
    stage = await openGallery();
  });
  afterAll(() => stage?.close());

  test('holds few elements, and reaches its end by scrolling', async () => {
    await stage.resize(360, 780);
    await stage.show('timeline-5000');
    const count = () =>
      stage.page.evaluate(() => ({ all: document.querySelectorAll('*').length, entries: document.querySelectorAll('article').length }));
    const atTop = await count();
    expect(atTop.entries).toBeGreaterThan(3);
    expect(atTop.entries).toBeLessThan(60);
    expect(atTop.all).toBeLessThan(2000);
    await stage.page.evaluate(() => document.querySelector('[data-scroll]')?.scrollTo(0, 10_000_000));
    await until('the oldest entry', () =>
      stage.page.evaluate(() => {
        // What is measured on the way makes the list longer: on to its end again.
        document.querySelector('[data-scroll]')?.scrollTo(0, 10_000_000);
        return document.body.innerText.includes('Note 5000:');
      }),
    );
    expect((await count()).entries).toBeLessThan(60);
  });
});
