import { formatFloat } from './float.ts';
import { naturalOrder } from './natural-order.ts';
import { double, literal, plain, single } from './print-scalar.ts';
import { styleOf } from './scalar-style.ts';
import { Writer } from './writer.ts';

export interface PrintOptions {
  /** Turns objects that are neither lists nor maps into something that is: called for every object but arrays. */
  readonly simplify?: (value: object) => unknown;
  /** Called for every value: may refuse to go on. */
  readonly visit?: () => void;
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
  private depth = 0;

  constructor(options: PrintOptions) {
    this.options = options;
  }

  /** @param indent of what surrounds the node; @param inMapping whether it is the value of a key that stands on this line */
  node(given: unknown, indent: number, inMapping: boolean): void {
    this.options.visit?.();
    const value = typeof given === 'object' && given !== null && !Array.isArray(given) ? this.simplify(given) : given;
    if (typeof value === 'string') this.text(value, indent);
    else if (typeof value !== 'object' || value === null) this.space(scalar(value));
    else this.collection(value, indent, inMapping);
  }

  private simplify(value: object): unknown {
    return this.options.simplify === undefined ? value : this.options.simplify(value);
  }

  private space(text: string): void {
    this.out.space();
    this.out.write(text);
  }

  private text(given: string, indent: number): void {
    const text = throughJson(given);
    const { out } = this;
    out.space();
    out.margin = indent < 0 ? 2 : indent + 2;
    const style = styleOf(text, false);
    if (style === 'plain') plain(out, text, true);
    else if (style === 'single') single(out, text, true);
    else if (style === 'double') double(out, text, true);
    else literal(out, text);
  }

  private collection(value: object, indent: number, inMapping: boolean): void {
    if (++this.depth > MAX_DEPTH) throw new UnprintableError('nested too deeply');
    if (Array.isArray(value)) this.list(value, inMapping && !this.out.fresh ? indent : indent + 2);
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
      this.key(throughJson(key), indent);
      this.node(map[key], indent, true);
    }
  }

  private key(key: string, indent: number): void {
    const { out } = this;
    if (isSimpleKey(key)) {
      const style = styleOf(key, true);
      if (style === 'plain') plain(out, key, false);
      else if (style === 'single') single(out, key, false);
      else double(out, key, false);
      out.write(':');
      return;
    }
    if (key.length > 1000) throw new UnprintableError('key too long');
    out.indicator('? ');
    this.text(key, indent);
    out.indent(indent);
    out.indicator(': ');
  }
}

function isSimpleKey(key: string): boolean {
  if (key.length < 43) return !/[\n\u2028\u2029]/.test(key);
  return Buffer.byteLength(key) <= 128 && !/[\n\u2028\u2029]/.test(key);
}

function scalar(value: unknown): string {
  if (typeof value === 'number') return float(value);
  return value === undefined ? 'null' : String(value);
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

// What the reader of go-yaml refuses; JSON escapes the rest.
const FORBIDDEN = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const LONE = /[\ud800-\udfff]/;

/** What is left of a text on its way through JSON: no lone surrogates, and NEL is a line break that is folded away. */
function throughJson(text: string): string {
  if (FORBIDDEN.test(text)) throw new UnprintableError('control characters are not allowed');
  const whole = LONE.test(text) ? text.replaceAll(/\p{Cs}/gu, '\ufffd') : text;
  return whole.includes('\u0085') ? whole.replaceAll(/[ \t]*(\u0085[ \t\u0085]*)/g, (_all, breaks: string) => folding(breaks)) : whole;
}

function folding(breaks: string): string {
  const count = breaks.split('\u0085').length - 1;
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}
