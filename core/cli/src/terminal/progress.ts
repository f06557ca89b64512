import type { ProgressLine } from '@sherpack/plugin-api';
import type { OutputStream } from '../world.ts';
import type { Styler } from './style.ts';
import { padEnd, textWidth, truncate } from './text-width.ts';

const REDRAW_MS = 100;
const GATHER_MS = 50;
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const SIGNS = { waiting: '·', running: '»', done: '✓', failed: '✗', skipped: '-' } as const;
const COLORS = { waiting: 'dim', running: 'cyan', done: 'green', failed: 'red', skipped: 'dim' } as const;

/** Standard error, with the live progress kept below everything that is printed meanwhile. */
export interface StatusScreen {
  /** Prints whole lines above the progress; on standard output if that is given. */
  print(text: string, to?: OutputStream): void;
  progress(lines: readonly ProgressLine[], changed?: readonly ProgressLine[]): void;
  endProgress(): void;
}

export interface ScreenOptions {
  readonly stream: OutputStream;
  readonly live: boolean;
  readonly quiet: boolean;
  readonly style: Styler;
}

export function createStatusScreen(options: ScreenOptions): StatusScreen {
  if (options.quiet) return quietScreen(options);
  return options.live ? liveScreen(options) : plainScreen(options);
}

function quietScreen({ stream }: ScreenOptions): StatusScreen {
  return { print: (text, to = stream) => void to.write(text), progress: () => {}, endProgress: () => {} };
}

/** For pipes and log files: each change of state is a line. Lines are written together, for a pipe's reader is woken by each write. */
function plainScreen({ stream, style }: ScreenOptions): StatusScreen {
  const states = new Map<string, ProgressLine['state']>();
  let pending = '';
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (pending !== '') stream.write(pending);
    pending = '';
  }

  return {
    print(text, to = stream) {
      flush();
      to.write(text);
    },
    progress(lines, changed = lines) {
      if (states.size === 0) process.once('exit', flush);
      const news = changed.filter(({ id, state }) => states.get(id) !== state);
      for (const { id, state } of news) states.set(id, state);
      for (const line of inOrderOfTelling(news)) pending += `${describe(line, textWidth(line.label), style)}\n`;
      timer ??= setTimeout(flush, GATHER_MS).unref();
    },
    endProgress() {
      flush();
      states.clear();
      process.off('exit', flush);
    },
  };
}

/** A heading stands above its lines: it begins before them and ends after them. */
function inOrderOfTelling(changed: readonly ProgressLine[]): readonly ProgressLine[] {
  const ended = changed.filter(({ state }) => state !== 'waiting' && state !== 'running');
  return [...changed.filter(({ state }) => state === 'running'), ...ended.toReversed()];
}

function liveScreen({ stream, style }: ScreenOptions): StatusScreen {
  let current: readonly ProgressLine[] = [];
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const restoreCursor = () => void stream.write(SHOW_CURSOR);

  function erase(): string {
    return drawn === 0 ? '' : `\u001B[${drawn}A\r\u001B[J`;
  }

  function draw(): void {
    timer = undefined;
    const rows = renderLines(current, stream, style);
    stream.write(`${erase()}${rows.map((row) => `${row}\n`).join('')}`);
    drawn = rows.length;
  }

  function begin(): void {
    stream.write(HIDE_CURSOR);
    process.once('exit', restoreCursor);
  }

  return {
    print(text, to = stream) {
      if (drawn > 0) stream.write(erase());
      drawn = 0;
      to.write(text);
      if (current.length > 0) draw();
    },
    progress(lines) {
      if (current.length === 0 && lines.length > 0) begin();
      current = lines;
      timer ??= setTimeout(draw, drawn === 0 ? 0 : REDRAW_MS).unref();
    },
    endProgress() {
      if (current.length === 0) return;
      clearTimeout(timer);
      draw();
      current = [];
      drawn = 0;
      restoreCursor();
      process.off('exit', restoreCursor);
    },
  };
}

/** As many lines as the screen has room for: those that need watching first, the order kept. */
function renderLines(lines: readonly ProgressLine[], stream: OutputStream, style: Styler): readonly string[] {
  const room = Math.max(3, (stream.rows ?? 24) - 2);
  const hidden = Math.max(0, lines.length - room);
  const shown = hidden === 0 ? lines : mostInteresting(lines, room);
  const width = Math.max(0, ...shown.map(({ label }) => textWidth(label)));
  const rows = shown.map((line) => describe(line, width, style, stream.columns));
  return hidden === 0 ? rows : [...rows, style(`  … and ${hidden} more`, 'dim')];
}

function mostInteresting(lines: readonly ProgressLine[], room: number): readonly ProgressLine[] {
  const rank = { failed: 0, running: 1, waiting: 2, done: 3, skipped: 4 } as const;
  const chosen = new Set([...lines].sort((a, b) => rank[a.state] - rank[b.state]).slice(0, room));
  return lines.filter((line) => chosen.has(line));
}

function describe(line: ProgressLine, width: number, style: Styler, columns?: number): string {
  const text = line.detail === undefined || line.detail === '' ? line.label : `${padEnd(line.label, width)}  ${line.detail}`;
  const cut = columns === undefined ? text : truncate(text, columns - 3);
  return `${style(SIGNS[line.state], COLORS[line.state])} ${cut}`;
}
