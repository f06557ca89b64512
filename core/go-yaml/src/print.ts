import { formatFloat } from './float.ts';
import { naturalOrder } from './natural-order.ts';
import { double, literal, plain, single } from './print-scalar.ts';
import { BREAK, isWord, styleOf } from './scalar-style.ts';
import { Writer } from './writer.ts';

export interface PrintOptions {
  /** Turns objects that are neither lists nor maps into something that is; called for every object. */
  readonly simplify?: (value: object) => unknown;
  /**
   * `json` (default): as `sigs.k8s.io/yaml` does it, through JSON and go-yaml 2. `direct`: as go-yaml 3 does it with an
   * indentation of two: lists indented below their key, nothing folded, numbers in Go's shortest form.
   */
  readonly path?: 'json' | 'direct';
  /** Called for every value: may refuse to go on. */
  readonly visit?: () => void;
}

/** A scalar that stands as it is, without quotes. */
export class PlainScalar {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The value cannot be written: infinite, or with characters that YAML forbids. Helm prints nothing then. */
export class UnprintableError extends Error {}

/**
 * YAML as `sigs.k8s.io/yaml` prints it, which goes through JSON and go-yaml 2: keys in natural order, lists not indented
 * below their key, texts folded at 80 columns. Ends with a line feed.
 *
 * Numbers are doubles, bigints integers. Source of the rules: emitterc.go and resolve.go of go-yaml 2.4.
 *
 * @throws UnprintableError
 */
export function printGoYaml(value: unknown, options: PrintOptions = {}): string {
  const printer = new Printer(options);
  printer.node(value, -2, false);
  printer.out.indent(0);
  return printer.out.text;
}

const MAX_DEPTH = 1000;

class Printer {
  readonly out = new Writer();
  private readonly options: PrintOptions;
  private readonly isDirect: boolean;
  private depth = 0;

  constructor(options: PrintOptions) {
    this.options = options;
    this.isDirect = options.path === 'direct';
  }

  /** @param indent of what surrounds the node; @param inMapping whether it is the value of a key that stands on this line */
  node(given: unknown, indent: number, inMapping: boolean): void {
    this.options.visit?.();
    const value = typeof given === 'object' && given !== null ? this.simplify(given) : given;
    if (typeof value === 'string') this.text(value, indent);
    else if (value instanceof PlainScalar) this.space(value.text);
    else if (typeof value === 'number' && this.isDirect) this.space(directFloat(value));
    else if (typeof value !== 'object' || value === null) this.space(scalar(value));
    else this.collection(value, indent, inMapping);
  }

  private simplify(value: object): unknown {
    return this.options.simplify === undefined ? value : this.options.simplify(value);
  }

  private space(text: string): void {
    this.out.space();
    this.out.word(text);
  }

  private text(given: string, indent: number): void {
    if (isWord(given)) {
      this.out.space();
      return this.out.word(given);
    }
    const text = this.isDirect ? given : throughJson(given);
    const folds = !this.isDirect;
    const { out } = this;
    out.space();
    out.margin = indent < 0 ? 2 : indent + 2;
    const style = styleOf(text, false, this.isDirect);
    if (style === 'plain') plain(out, text, folds);
    else if (style === 'single') single(out, text, folds);
    else if (style === 'double') double(out, text, folds);
    else literal(out, text);
  }

  private collection(value: object, indent: number, inMapping: boolean): void {
    if (++this.depth > MAX_DEPTH) throw new UnprintableError('nested too deeply');
    if (Array.isArray(value)) this.list(value, inMapping && !this.out.fresh && !this.isDirect ? indent : indent + 2);
    else this.map(value as Readonly<Record<string, unknown>>, indent + 2);
    this.depth--;
  }

  private list(items: readonly unknown[], indent: number): void {
    if (items.length === 0) return this.space('[]');
    for (const item of items) {
      this.out.indent(indent);
      this.out.indicator('- ');
      this.node(item, indent, false);
    }
  }

  private map(map: Readonly<Record<string, unknown>>, indent: number): void {
    const keys = Object.keys(map);
    if (keys.length === 0) return this.space('{}');
    keys.sort(naturalOrder);
    for (const key of keys) {
      this.out.indent(indent);
      this.key(key, indent);
      this.node(map[key], indent, true);
    }
  }

  private key(given: string, indent: number): void {
    const { out } = this;
    if (isWord(given) && given.length <= LONGEST_SIMPLE_KEY) {
      out.word(given);
      return out.word(':');
    }
    const key = this.isDirect ? given : keyThroughJson(given);
    if (isSimpleKey(key)) {
      const style = styleOf(key, true);
      if (style === 'plain') plain(out, key, false);
      else if (style === 'single') single(out, key, false);
      else double(out, key, false);
      out.write(':');
      return;
    }
    out.indicator('? ');
    this.text(key, indent);
    out.indent(indent);
    out.indicator(': ');
  }
}

function isSimpleKey(key: string): boolean {
  return (key.length < 43 || Buffer.byteLength(key) <= LONGEST_SIMPLE_KEY) && !BREAK.test(key);
}

function scalar(value: unknown): string {
  if (typeof value === 'number') return float(value);
  return value === undefined ? 'null' : String(value);
}

function directFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return formatFloat(value, 'g');
}

/** Numbers go through JSON: what is whole and fits 64 bits comes out as an integer. */
function float(value: number): string {
  if (!Number.isFinite(value)) throw new UnprintableError('unsupported value');
  if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 64) return Number.isSafeInteger(value) ? String(value) : wholeText(value);
  return formatFloat(value, 'g');
}

/** The digits that JSON prints, which are the shortest, filled up with zeros. */
function wholeText(value: number): string {
  return value < 0 ? `-${formatFloat(-value, 'f')}` : formatFloat(value, 'f');
}

/** In bytes; a longer one stands behind `? `. */
const LONGEST_SIMPLE_KEY = 128;

/** Beyond that go-yaml does not look for the colon. */
const LONGEST_KEY = 1000;

// What the reader of go-yaml refuses; JSON escapes the rest.
const FORBIDDEN = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const LONE = /[\ud800-\udfff]/;

/** What is left of a text on its way through JSON: no lone surrogates, and NEL is a line break that is folded away. */
function throughJson(text: string): string {
  if (FORBIDDEN.test(text)) throw new UnprintableError('control characters are not allowed');
  const whole = LONE.test(text) ? text.replaceAll(/\p{Cs}/gu, '\ufffd') : text;
  return whole.includes('\u0085') ? whole.replaceAll(/ *(\u0085[ \u0085]*)/g, (_all, breaks: string) => folding(breaks)) : whole;
}

/** A key of JSON stands on one line. */
function keyThroughJson(key: string): string {
  if (key.includes('\u0085') || key.length > LONGEST_KEY) throw new UnprintableError('could not find expected \':\'');
  return throughJson(key);
}

function folding(breaks: string): string {
  const count = breaks.split('\u0085').length - 1;
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}
