import { Host } from '../value/host.ts';
import { Int, isUnsigned } from '../value/int.ts';
import { typeName } from '../value/kind.ts';
import { GoMap, sortedKeys } from '../value/map.ts';
import { formatFloat } from '@sherpack/go-yaml/float';
import { quote } from './quote.ts';

/** `%#v`: as the value would be written in Go. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return floatSyntax(value);
  if (value instanceof Int) return isUnsigned(value) ? `0x${value.value.toString(16)}` : String(value.value);
  if (Array.isArray(value)) return `${typeName(value)}{${value.map(goSyntax).join(', ')}}`;
  if (value instanceof Uint8Array) return `[]byte{${[...value].map((byte) => `0x${byte.toString(16)}`).join(', ')}}`;
  if (value instanceof GoMap) return `${typeName(value)}{${sortedKeys(value).map((key) => `${quote(key)}:${goSyntax(value[key])}`).join(', ')}}`;
  return hostSyntax(value as Host);
}

/** Here, and only here, Go turns to exponents from 10^21 on. */
function floatSyntax(value: number): string {
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e21 ? formatFloat(value, 'f') : formatFloat(value, 'g');
}

function hostSyntax(host: Host): string {
  const fields = Object.entries(host.fields()).map(([name, field]) => `${name}:${goSyntax(field)}`);
  const name = host.type.startsWith('*') ? `&${host.type.slice(1)}` : host.type;
  return `${name}{${fields.join(', ')}}`;
}
