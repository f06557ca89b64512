import { describe, expect, it } from 'vitest';
import { fateBook } from './fate.ts';

function request(method: string, url: string): { method: string; url: string; headers: Record<string, string> } {
  return { method, url, headers: { 'user-agent': 'test' } };
}

describe('fateBook', () => {
  it('counts from 1 and follows the rules', async () => {
    const book = fateBook();
    book.rules.cut(2);
    book.rules.fail(3, 503);
    const fates = [];
    for (let index = 0; index < 4; index += 1) fates.push(await book.fateOf(book.record(request('GET', '/api'))));
    expect(fates).toEqual(['forward', 'cut', { status: 503 }, 'forward']);
  });

  it('counts only what it is asked to', async () => {
    const book = fateBook((seen) => seen.mutating);
    book.rules.cutAfter(1);
    const read = book.record(request('GET', '/api/v1/pods'));
    const tried = book.record(request('PATCH', '/api/v1/pods/a?dryRun=All'));
    const review = book.record(request('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'));
    const write = book.record(request('POST', '/api/v1/pods'));
    expect([read, tried, review, write].map((one) => one.index)).toEqual([undefined, undefined, undefined, 1]);
    expect(await book.fateOf(read)).toBe('forward');
    expect(await book.fateOf(write)).toBe('cut-after');
  });

  it('asks the hook where no rule speaks', async () => {
    const book = fateBook();
    book.rules.onRequest((index, { path }) => (index === 2 && path === '/b' ? 'hold' : undefined));
    expect(await book.fateOf(book.record(request('GET', '/a')))).toBe('forward');
    expect(await book.fateOf(book.record(request('GET', '/b')))).toBe('hold');
  });

  it('begins anew after reset', async () => {
    const book = fateBook();
    book.record(request('GET', '/a'));
    book.rules.cut(1);
    book.rules.reset();
    const again = book.record(request('GET', '/a'));
    expect(again.index).toBe(1);
    expect(await book.fateOf(again)).toBe('forward');
  });
});
