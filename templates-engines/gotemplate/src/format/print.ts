import { Host } from '../value/host.ts';
import { Int } from '../value/int.ts';
import { GoMap, sortedKeys } from '../value/map.ts';
import { formatFloat } from '@sherpack/go-yaml/float';

/** What `{{ . }}` prints. Go prints `<no value>` for nil, which Helm then deletes everywhere. */
export function printed(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '<no value>';
  if (value instanceof Int) return value.text;
  return value instanceof Host ? value.printed() ?? plainText(value) : plainText(value);
}

/** `%v`: lists as `[a b]`, maps as `map[k:v]` in the order of their keys. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return formatFloat(value, 'g');
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Int) return value.text;
  if (Array.isArray(value)) return `[${value.map(plainText).join(' ')}]`;
  if (value instanceof Uint8Array) return `[${[...value].join(' ')}]`;
  return value instanceof GoMap ? mapText(value) : hostText(value as Host);
}

function mapText(map: GoMap): string {
  return `map[${sortedKeys(map).map((key) => `${key}:${plainText(map[key])}`).join(' ')}]`;
}

function hostText(host: Host): string {
  const own = host.text();
  if (own !== undefined) return own;
  const fields = Object.entries(host.shown());
  if (host.kind === 'map') return `map[${fields.map(([key, value]) => `${key}:${plainText(value)}`).join(' ')}]`;
  return `${host.kind === 'ptr' ? '&' : ''}{${fields.map(([, value]) => plainText(value)).join(' ')}}`;
}

/** Sprig's strval: texts and bytes as they are, anything else as `%v`. */
export function strval(value: unknown): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : plainText(value);
}

/** Go's fmt.Sprint: a space only between two operands that are no texts. */
export function sprint(operands: readonly unknown[]): string {
  let text = '';
  operands.forEach((operand, index) => {
    const spaced = index > 0 && typeof operand !== 'string' && typeof operands[index - 1] !== 'string';
    text += (spaced ? ' ' : '') + plainText(operand);
  });
  return text;
}
