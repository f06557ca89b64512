const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** Go's net.ParseIP: 4 or 16 bytes; undefined: that is no address. */
export function addressBytes(text: string): Uint8Array | undefined {
  return text.includes(':') ? sixteen(text) : four(text);
}

function four(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const sound = parts.length === 4 && parts.every((part) => OCTET.test(part) && Number(part) < 256);
  return sound ? Uint8Array.from(parts, Number) : undefined;
}

function sixteen(text: string): Uint8Array | undefined {
  const tail = /^(.*:)([^:]*\.[^:]*)$/.exec(text);
  const last = tail === null ? undefined : four(tail[2] ?? '');
  if (tail !== null && last === undefined) return undefined;
  const whole = tail === null || last === undefined ? text : `${tail[1] ?? ''}${hexPair(last, 0)}:${hexPair(last, 2)}`;
  const halves = whole.split('::');
  if (halves.length > 2) return undefined;
  const [before = [], after = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const bytes = Uint8Array.from(groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]));
  // An IPv4 address in the form of IPv6 counts as one.
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return mapped ? bytes.subarray(12) : bytes;
}

function hexPair(bytes: Uint8Array, at: number): string {
  return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);
}
