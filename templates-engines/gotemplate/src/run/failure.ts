import type { Unit } from '../read/unit.ts';

/** What a function of a template complains about, in Go's words. */
export class FunctionError extends Error {
  readonly kind: 'fail' | 'required' | 'other';

  constructor(message: string, kind: FunctionError['kind'] = 'other') {
    super(message);
    this.kind = kind;
  }
}

/** Where in which template something happens. */
export interface Site {
  readonly unit: Unit;
  readonly at: number;
  /** The template that runs: a file or a definition. */
  readonly template: string;
  /** The expression, as Go prints it. */
  readonly expression: () => string;
}

export type Limit = 'steps' | 'output' | 'depth' | 'time';

/** A limit was hit; whoever catches it first knows the place. */
export class LimitError extends Error {
  readonly limit: Limit;
  readonly trail: Site[] = [];

  constructor(limit: Limit) {
    super(limit);
    this.limit = limit;
  }
}

/** Rendering failed at a place. */
export class ExecError extends Error {
  readonly site: Site;
  readonly kind: FunctionError['kind'];
  /** The failure inside of the template that this place called. */
  readonly inner: ExecError | undefined;
  /** Places of `{{template}}` on the way, the innermost first. */
  readonly trail: Site[] = [];

  constructor(site: Site, message: string, options: { readonly kind?: FunctionError['kind']; readonly inner?: ExecError; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.site = site;
    this.kind = options.kind ?? 'other';
    this.inner = options.inner;
  }

  /** The message as Go prints it. */
  goText(): string {
    const { unit, at, template, expression } = this.site;
    const { line, offset } = unit.goPosition(at);
    const inner = this.inner === undefined ? '' : `: ${this.inner.goText()}`;
    return `template: ${unit.name}:${line}:${offset}: executing ${JSON.stringify(template)} at <${expression()}>: ${this.message}${inner}`;
  }
}

/** Adds the place of a call to what went wrong inside of it. */
export function atSite(error: unknown, site: Site, name: string): unknown {
  if (error instanceof FunctionError) return new ExecError(site, `error calling ${name}: ${error.message}`, { kind: error.kind });
  if (error instanceof ExecError) return new ExecError(site, `error calling ${name}`, { inner: error, kind: error.kind });
  if (error instanceof LimitError) error.trail.push(site);
  if (error instanceof LimitError || error instanceof RangeError) return error;
  return new ExecError(site, `error calling ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
