import { formatFloat } from '@sherpack/go-yaml/float';
import { Duration, Time } from '../objects/time.ts';
import { Host } from '../value/host.ts';
import { Int } from '../value/int.ts';
import { typeName } from '../value/kind.ts';
import { GoMap, sortedKeys } from '../value/map.ts';

/** TOML has no form for the value; the message is that of BurntSushi's encoder. */
export class TomlError extends Error {}

type Path = readonly string[];

/** TOML as BurntSushi's encoder prints it: plain keys first, then tables, each two spaces further in. */
export function printToml(value: unknown, spend: (size: number) => void): string {
  const printer = new TomlPrinter(spend);
  printer.document(value);
  return printer.text;
}

class TomlPrinter {
  text = '';
  private readonly spend: (size: number) => void;

  constructor(spend: (size: number) => void) {
    this.spend = spend;
  }

  document(value: unknown): void {
    if (value instanceof GoMap) return this.members([], value);
    if (isTableArray(value)) throw new TomlError('toml: top-level array of tables is not supported');
    this.text += element(value);
  }

  private newline(): void {
    if (this.text !== '') this.text += '\n';
  }

  private members(path: Path, map: GoMap): void {
    const keys = sortedKeys(map).filter((key) => map[key] !== null);
    for (const key of keys.filter((each) => !isTable(map[each]))) this.pair([...path, key], map[key]);
    for (const key of keys.filter((each) => isTable(map[each]))) this.table([...path, key], map[key]);
  }

  private pair(path: Path, value: unknown): void {
    this.spend(1);
    this.text += `${margin(path)}${keyText(path.at(-1) ?? '')} = ${element(value)}`;
    this.newline();
  }

  private table(path: Path, value: unknown): void {
    this.spend(1);
    if (value instanceof GoMap) {
      if (path.length === 1) this.newline();
      this.text += `${margin(path)}[${path.map(keyText).join('.')}]\n`;
      this.members(path, value);
      return;
    }
    for (const item of value as GoMap[]) {
      this.newline();
      this.text += `${margin(path)}[[${path.map(keyText).join('.')}]]\n`;
      this.members(path, item);
    }
  }
}

function margin(path: Path): string {
  return '  '.repeat(path.length - 1);
}

function isTable(value: unknown): boolean {
  return value instanceof GoMap || isTableArray(value);
}

/** A list with nothing but maps in it; nil cannot stand in any list. */
function isTableArray(value: unknown): value is GoMap[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  if (value.includes(null)) throw new TomlError('toml: cannot encode array with nil element');
  return value.every((item) => item instanceof GoMap);
}

function element(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return float(value);
  if (value instanceof Int) return String(value.value);
  if (value instanceof Time) return value.format('2006-01-02T15:04:05.999999999Z07:00');
  if (value instanceof Duration) return quoted(value.text());
  if (value instanceof Host) return quoted(value.text() ?? '');
  if (value instanceof Uint8Array) return `[${[...value].join(', ')}]`;
  if (Array.isArray(value)) return list(value);
  if (value instanceof GoMap) return inline(value);
  throw new TomlError(`unexpected type: ${typeName(value)}`);
}

function list(items: readonly unknown[]): string {
  if (items.includes(null)) throw new TomlError('toml: cannot encode array with nil element');
  return `[${items.map(element).join(', ')}]`;
}

function inline(map: GoMap): string {
  const keys = sortedKeys(map).filter((key) => map[key] !== null);
  const ordered = [...keys.filter((key) => !isTable(map[key])), ...keys.filter((key) => isTable(map[key]))];
  return `{${ordered.map((key) => `${keyText(key)} = ${element(map[key])}`).join(', ')}}`;
}

function float(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = formatFloat(value, 'g');
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoted(key);
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\p{Cc}]/gu, (found) => ESCAPES[found] ?? control(found))}"`;
}

function control(found: string): string {
  const code = found.charCodeAt(0);
  return code < 0x20 || code === 0x7f ? `\\u${code.toString(16).padStart(4, '0')}` : found;
}
