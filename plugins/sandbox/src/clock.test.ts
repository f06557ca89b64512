import { describe, expect, it } from 'vitest';
import { timestamp, virtualClock } from './clock.ts';

describe('a virtual clock', () => {
  it('stands still until it is moved, and runs timers in the order in which they fall due', async () => {
    const clock = virtualClock(0);
    const ran: string[] = [];
    clock.setTimeout(() => ran.push(`late at ${clock.now()}`), 20);
    clock.setTimeout(() => ran.push(`first at ${clock.now()}`), 10);
    clock.setTimeout(() => ran.push(`second at ${clock.now()}`), 10);
    await clock.advance(9);
    expect(ran).toEqual([]);
    await clock.advance(100);
    expect(ran).toEqual(['first at 10', 'second at 10', 'late at 20']);
    expect(clock.now()).toBe(109);
  });

  it('runs timers that timers set, and forgets cancelled ones', async () => {
    const clock = virtualClock(0);
    const ran: number[] = [];
    clock.setTimeout(() => clock.setTimeout(() => ran.push(clock.now()), 5), 5);
    clock.setTimeout(() => ran.push(-1), 5)();
    await clock.advance(10);
    expect(ran).toEqual([10]);
  });

  it('writes times as Kubernetes does', () => {
    expect(timestamp(1_767_225_600_999)).toBe('2026-01-01T00:00:00Z');
  });
});
