import { bytes, text } from './arguments.ts';
import { helper, refuse, type HelperCall, type HelperGroup } from './helper.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base64(args: readonly unknown[], call: HelperCall): string {
  return Buffer.from(bytes(call, args, 0)).toString('base64');
}

function fromBase64(args: readonly unknown[], call: HelperCall): string {
  const value = text(call, args, 0).replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) refuse(call, 'the text is not base64');
  return Buffer.from(value, 'base64').toString('utf8');
}

/** RFC 4648, section 6. */
function base32(args: readonly unknown[], call: HelperCall): string {
  let bits = '';
  for (const byte of bytes(call, args, 0)) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  const digits = groups.map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
  return digits.padEnd(Math.ceil(digits.length / 8) * 8, '=');
}

function fromBase32(args: readonly unknown[], call: HelperCall): string {
  const digits = [...text(call, args, 0).replace(/=+$/, '')].map((digit) => BASE32.indexOf(digit));
  if (digits.includes(-1)) refuse(call, 'the text is not base32');
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString('utf8');
}

/** As Go's QueryEscape. */
function queryEscaped(value: string): string {
  const escaped = encodeURIComponent(value).replaceAll('%20', '+');
  return escaped.replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

const encode = helper(1, 1, base64);
const decode = helper(1, 1, fromBase64);
const url = helper(1, 1, (args, call) => encodeURIComponent(text(call, args, 0)));
const query = helper(1, 1, (args, call) => queryEscaped(text(call, args, 0)));

export const encoding: HelperGroup = {
  b64enc: encode,
  b64encode: encode,
  b64dec: decode,
  b64decode: decode,
  b32enc: helper(1, 1, base32),
  b32dec: helper(1, 1, fromBase32),
  urlencode: url,
  urlquery: query,
};
