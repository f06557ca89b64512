import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgressLine } from '@sherpack/plugin-api';
import { wallClock } from './clock.ts';
import { createStatusScreen } from './progress.ts';
import { createStyler, wantsColors } from './style.ts';
import { renderTable } from './table.ts';
import { createConsole } from './terminal.ts';
import { textWidth, truncate } from './text-width.ts';

const plain = createStyler(false);

function stream(tty: Partial<{ isTTY: boolean; columns: number; rows: number }> = {}) {
  const pass = Object.assign(new PassThrough(), tty);
  return Object.assign(pass, { text: () => String(pass.read() ?? '') });
}

describe('colours', () => {
  it.each([
    ['a terminal', { isTTY: true }, {}, 'auto', true],
    ['a pipe', {}, {}, 'auto', false],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, 'auto', false],
    ['an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, 'auto', true],
    ['FORCE_COLOR on a pipe', {}, { FORCE_COLOR: '1' }, 'auto', true],
    ['FORCE_COLOR=0', { isTTY: true }, { FORCE_COLOR: '0' }, 'auto', false],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, 'auto', false],
    ['--color always over NO_COLOR', {}, { NO_COLOR: '1' }, 'always', true],
    ['--no-color over FORCE_COLOR', { isTTY: true }, { FORCE_COLOR: '1' }, 'never', false],
  ] as const)('%s decides', (_, tty, env, choice, expected) => {
    expect(wantsColors(stream(tty), env, choice)).toBe(expected);
  });
});

describe('tables', () => {
  const columns = [{ title: 'NAME', value: (row: { name: string }) => row.name }, { title: 'NOTE', value: (row: { note?: string }) => row.note ?? '' }];

  it('align by the width on the screen, not by the number of characters', () => {
    expect(renderTable([{ name: '日本', note: 'x' }, { name: 'web', note: 'y' }], columns, plain, undefined)).toBe('NAME   NOTE\n日本   x\nweb    y\n');
  });

  it('are cut to a terminal, in the widest column, and never on a pipe', () => {
    const rows = [{ name: 'web', note: 'a very long note that does not fit' }];
    const [, cut = ''] = renderTable(rows, columns, plain, 24).split('\n');
    expect(cut).toBe('web    a very long note…'.slice(0, 23) + '…');
    expect(textWidth(cut)).toBe(24);
    expect(renderTable(rows, columns, plain, undefined)).toContain('does not fit');
  });

  it('keep every row on one line', () => {
    expect(renderTable([{ name: 'web', note: 'a\n  b' }], columns, plain, undefined).split('\n')).toHaveLength(3);
  });

  it('never halve a wide character', () => {
    expect(truncate('日本語', 4)).toBe('日…');
    expect(truncate('👩‍👩‍👧 family', 4)).toBe('👩‍👩‍👧 …');
  });
});

describe('progress', () => {
  const line = (state: ProgressLine['state'], detail?: string): ProgressLine => ({ id: 'a', label: 'Deployment web', state, detail });
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('prints each change of state as a line when nobody watches', () => {
    const out = stream();
    const screen = createStatusScreen({ stream: out, live: false, quiet: false, style: plain });
    for (const lines of [[line('waiting')], [line('running', '0/2')], [line('running', '1/2')], [line('done', '2/2')]]) screen.progress(lines);
    screen.endProgress();
    expect(out.text()).toBe('» Deployment web  0/2\n✓ Deployment web  2/2\n');
  });

  it('begins a heading before its lines and ends it after them when nobody watches', () => {
    const out = stream();
    const screen = createStatusScreen({ stream: out, live: false, quiet: false, style: plain });
    for (const state of ['running', 'done'] as const) screen.progress([{ id: 'wave', label: 'wave 1', state }, line(state)]);
    screen.endProgress();
    expect(out.text().split('\n')).toEqual(['» wave 1', '» Deployment web', '✓ Deployment web', '✓ wave 1', '']);
  });

  it('writes lines that come together at once, before anything else is printed', () => {
    const out = stream();
    const writes: string[] = [];
    out.on('data', (text) => writes.push(String(text)));
    const screen = createStatusScreen({ stream: out, live: false, quiet: false, style: plain });
    const both = [{ id: 'a', label: 'a', state: 'running' }, { id: 'b', label: 'b', state: 'running' }] as const;
    screen.progress(both);
    screen.progress(both, [{ ...both[1], state: 'done' }]);
    expect(writes).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(writes).toEqual(['» a\n» b\n✓ b\n']);
    screen.progress(both, [{ ...both[0], state: 'failed' }]);
    screen.print('note\n');
    expect(writes.slice(1)).toEqual(['✗ a\n', 'note\n']);
    screen.endProgress();
  });

  it('redraws in place at most ten times a second, and gives the cursor back', () => {
    const out = stream({ isTTY: true, columns: 30 });
    const screen = createStatusScreen({ stream: out, live: true, quiet: false, style: plain });
    screen.progress([line('running', '0/2')]);
    vi.advanceTimersByTime(1);
    expect(out.text()).toBe('\u001B[?25l» Deployment web  0/2\n');
    for (let count = 0; count < 50; count++) screen.progress([line('running', `tick ${count}`)]);
    expect(out.text()).toBe('');
    vi.advanceTimersByTime(100);
    expect(out.text()).toBe('\u001B[1A\r\u001B[J» Deployment web  tick 49\n');
    screen.progress([line('done', 'a detail far beyond the width')]);
    screen.endProgress();
    expect(out.text()).toBe('\u001B[1A\r\u001B[J✓ Deployment web  a detail f…\n\u001B[?25h');
  });

  it('keeps messages above what moves', () => {
    const out = stream({ isTTY: true, columns: 80 });
    const screen = createStatusScreen({ stream: out, live: true, quiet: false, style: plain });
    screen.progress([line('running')]);
    vi.advanceTimersByTime(1);
    out.text();
    screen.print('warning: careful\n');
    expect(out.text()).toBe('\u001B[1A\r\u001B[Jwarning: careful\n» Deployment web\n');
    screen.endProgress();
  });

  it('shows of many lines those that need watching', () => {
    const out = stream({ isTTY: true, columns: 80, rows: 6 });
    const screen = createStatusScreen({ stream: out, live: true, quiet: false, style: plain });
    const many = Array.from({ length: 20 }, (_, index): ProgressLine => ({ id: String(index), label: `object ${index}`, state: index === 17 ? 'failed' : 'done' }));
    screen.progress(many);
    vi.advanceTimersByTime(1);
    const text = out.text();
    expect(text).toContain('✗ object 17');
    expect(text).toContain('… and 16 more');
    expect(text.split('\n')).toHaveLength(6);
    screen.endProgress();
  });

  it('is silent under --quiet', () => {
    const out = stream({ isTTY: true });
    const screen = createStatusScreen({ stream: out, live: true, quiet: true, style: plain });
    screen.progress([line('failed')]);
    screen.endProgress();
    expect(out.text()).toBe('');
  });
});

describe('input', () => {
  function consoleOn(stdin: PassThrough & { isTTY?: boolean }) {
    const world = { env: {}, folder: '/', stdin, stdout: stream(), stderr: stream() };
    return createConsole({ world, color: 'never', quiet: false, signal: new AbortController().signal }).terminal;
  }

  it('is read once and whole, characters over the edge of chunks included', async () => {
    const stdin = stream();
    const terminal = consoleOn(stdin);
    const euro = Buffer.from('a: €\n');
    stdin.write(euro.subarray(0, 4));
    stdin.end(euro.subarray(4));
    expect(await terminal.readInput()).toBe('a: €\n');
    expect(await terminal.readInput()).toBe('a: €\n');
  });

  it('refuses to ask where nobody can answer', async () => {
    await expect(consoleOn(stream()).confirm('Delete all?')).rejects.toMatchObject({ code: 'CLI_CONFIRMATION_IMPOSSIBLE', exitCode: 6 });
  });
});

describe('clock', () => {
  it('stops sleeping when the signal aborts', async () => {
    const controller = new AbortController();
    const sleep = wallClock.sleep(1_000_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    await expect(wallClock.sleep(1, controller.signal)).rejects.toThrow('enough');
  });
});
