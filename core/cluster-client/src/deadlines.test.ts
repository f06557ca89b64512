import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDeadlines } from './deadlines.ts';

describe('deadlines', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  function start() {
    const deadlines = createDeadlines();
    const late: string[] = [];
    return { late, begin: (name: string, limit: number) => deadlines.begin(limit, () => late.push(name)) };
  }

  test('come one after another, whichever began first, and once each', () => {
    const { late, begin } = start();
    begin('second', 200);
    begin('first', 100);
    begin('third', 300);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(150);
    expect(late).toEqual(['first']);
    vi.advanceTimersByTime(1000);
    expect(late).toEqual(['first', 'second', 'third']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('are renewed, rest and end', () => {
    const { late, begin } = start();
    const [renewed, resting, ended] = [begin('renewed', 100), begin('resting', 100), begin('ended', 100)];
    renewed.renew(500);
    resting.renew(Infinity);
    ended.end();
    vi.advanceTimersByTime(499);
    expect(late).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(late).toEqual(['renewed']);
    resting.renew(10);
    vi.advanceTimersByTime(11);
    expect(late).toEqual(['renewed', 'resting']);
  });

  test('may be renewed to come earlier', () => {
    const { late, begin } = start();
    begin('a', 1000).renew(10);
    vi.advanceTimersByTime(11);
    expect(late).toEqual(['a']);
  });
});
