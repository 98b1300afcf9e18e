import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText, textToHtml } from './html-text.ts';

describe('htmlToText', () => {
  it.each([
    ['<p>Hello</p><p>there</p>', 'Hello\n\nthere'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\n\nb'],
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
    ['5 < 6 and 7 > 2', '5 < 6 and 7 > 2'],
    ['<script>alert(1)</script>safe', 'safe'],
    ['<style>p{}</style>x<!-- <b>hidden</b> -->y', 'xy'],
    ['<a href="https://x.test/?a=1>2">link</a>', 'link'],
    ['&#128640; &#x1F680; &nbsp;end', '🚀 🚀 end'],
    ['&#xD800;&#0;x', 'x'],
    ['  much \n  space\t here ', 'much space here'],
    ['', ''],
  ])('htmlToText reads %j as a person would', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('htmlToText gives back what textToHtml was given when it has no layout of its own', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\s\p{C}\u00a0]+/gu, '').slice(0, 40));
    fc.assert(
      fc.property(line, line, (a, b) => {
        const text = [a, b].filter((each) => each !== '').join('\n');
        expect(htmlToText(textToHtml(text))).toBe(text);
      }),
      { seed: Number(process.env.SEED ?? Date.now() % 1_000_000) },
    );
  });

  it.each(['<', '<a', '<a "', "<a '", '<!--', '<!', '&#', '<script>', '<a b=\'"'])(
    'htmlToText ends when the text is a hundred thousand times %j',
    (part) => {
      expect(typeof htmlToText(part.repeat(100_000))).toBe('string');
    },
  );
});
