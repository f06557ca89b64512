import type { LookupQuestion, RecordedAnswers, RenderLimits, RenderProbe } from '@sherpack/plugin-api';
import { LimitError, type Site } from './failure.ts';
import type { Frame } from './frame.ts';
import type { Unit } from '../read/unit.ts';
import type { Loaded, Template, TemplateSet } from './template.ts';

/** How a rendering is set up. */
export interface RunOptions {
  readonly answers: RecordedAnswers;
  readonly limits: RenderLimits;
  readonly probe: RenderProbe | undefined;
  /** A key that a map does not have: nil, or an error. */
  readonly missingKey: 'zero' | 'error';
  /** Whether `<no value>` stays in the output. Helm deletes it. */
  readonly keepNoValue: boolean;
  /** `fail` and `required` do not stop the rendering. */
  readonly lint: boolean;
  /** Reads what `tpl` is given. */
  readonly loadText: (text: string, caller: Unit) => Loaded;
}

/** Steps that rendering may take between two looks at the clock. */
const CLOCK_INTERVAL = 8192;

/** One rendering: what it has written and what it may still use up. */
export class Run {
  readonly options: RunOptions;
  readonly missing = new Map<string, LookupQuestion>();
  /** What the template that runs has written so far. */
  text = '';
  /**
   * Where lines came from: offset in `text`, offset in the template, 1 for text and 0 for values; nothing while a text is
   * captured. What neither begins a line nor has a line's end in it is left out: no line begins there.
   */
  marks: number[] | undefined;
  depth = 0;
  /** Whether what is written next begins a line. */
  private atLineStart = true;
  /** Characters that may still be written. */
  room: number;
  private steps = 0;
  /** With so many steps something is to be decided: whether they are too many, or the time is over. */
  private nextLook: number;
  private captured = 0;
  private readonly deadline: number;

  constructor(options: RunOptions) {
    this.options = options;
    this.room = options.limits.output;
    this.nextLook = Math.min(CLOCK_INTERVAL, options.limits.steps + 1);
    this.deadline = options.limits.time === undefined ? Number.POSITIVE_INFINITY : performance.now() + options.limits.time;
  }

  /** Starts on a template whose lines are to be known. */
  begin(marks: number[]): void {
    this.text = '';
    this.marks = marks;
    this.atLineStart = true;
    this.depth = 0;
    this.captured = 0;
  }

  /** Uses up steps: one for a call or a round of a loop, more for work that grows with its input. */
  charge(steps: number): void {
    this.steps += steps;
    if (this.steps >= this.nextLook) this.look();
  }

  private look(): void {
    const { steps } = this.options.limits;
    if (this.steps > steps) throw new LimitError('steps');
    this.nextLook = Math.min(this.steps + CLOCK_INTERVAL, steps + 1);
    if (this.deadline !== Number.POSITIVE_INFINITY && performance.now() > this.deadline) throw new LimitError('time');
  }

  /** Refuses texts before they are made. */
  chargeText(length: number): void {
    if (this.captured + this.text.length + length > this.room) throw new LimitError('output');
    this.charge(length >>> 6);
  }

  write(text: string, at: number, isText: 0 | 1): void {
    if (++this.steps >= this.nextLook) this.look();
    if (this.marks !== undefined && (this.atLineStart || text.includes('\n'))) this.marks.push(this.text.length, at, isText);
    if (text !== '') this.atLineStart = text.endsWith('\n');
    this.text += text;
    if (this.captured + this.text.length > this.room) throw new LimitError('output');
  }

  /** Runs something whose output has one place in the template, however many lines it has. */
  unmarked(at: number, work: () => void): void {
    const { marks } = this;
    marks?.push(this.text.length, at, 0);
    this.marks = undefined;
    try {
      work();
    } finally {
      this.marks = marks;
    }
  }

  /** What a template writes, as a text. */
  capture(template: Template, set: TemplateSet, dot: unknown): string {
    const { text, marks, captured, atLineStart } = this;
    this.text = '';
    this.marks = undefined;
    this.captured = captured + text.length;
    try {
      this.call(template, set, dot);
      return this.text;
    } finally {
      this.text = text;
      this.marks = marks;
      this.captured = captured;
      this.atLineStart = atLineStart;
    }
  }

  /** Runs a template; it writes where its caller does. */
  call(template: Template, set: TemplateSet, dot: unknown): void {
    if (this.depth >= this.options.limits.depth) throw new LimitError('depth');
    this.charge(1);
    this.depth++;
    try {
      const frame: Frame = { run: this, set, template, variables: [], base: 0, root: dot };
      const { probe } = this.options;
      if (probe === undefined) template.execute(frame, dot);
      else this.probed(probe, frame, dot);
    } finally {
      this.depth--;
    }
  }

  private probed(probe: RenderProbe, frame: Frame, dot: unknown): void {
    const { template } = frame;
    const { line, column } = template.unit.place(template.tree.root.at);
    const event = { template: template.unit.name, line, column, detail: template.name };
    probe({ ...event, kind: 'enter' });
    template.execute(frame, dot);
    probe({ ...event, kind: 'leave' });
  }
}

/** The place of a part of the expression that is evaluated. */
export function siteOf(frame: Frame, at: number, expression: () => string): Site {
  return siteAt(frame, frame.base + at, expression);
}

/** A place of the template. */
export function siteAt({ template }: Frame, at: number, expression: () => string): Site {
  return { unit: template.unit, at, template: template.name, expression };
}
