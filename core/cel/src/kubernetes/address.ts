import { Fault } from '../cel-error.ts';
import { Opaque } from '../values/opaque.ts';

/** An IP address, as Go's `netip.Addr` without zones and without IPv4 in IPv6. */
export class Address extends Opaque {
  readonly typeName = 'net.IP';
  readonly bits: 32 | 128;
  readonly value: bigint;

  constructor(bits: 32 | 128, value: bigint) {
    super();
    this.bits = bits;
    this.value = value;
  }

  override get size(): number {
    return this.bits / 8;
  }

  equals(other: Opaque): boolean {
    return other instanceof Address && other.bits === this.bits && other.value === this.value;
  }

  /** Whether the first bits are those of another number. */
  startsWith(prefix: bigint, length: number): boolean {
    const rest = BigInt(this.bits - length);
    return this.value >> rest === prefix;
  }

  /** The canonical form (RFC 5952). */
  override toString(): string {
    if (this.bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (this.value >> shift) & 255n).join('.');
    const groups = Array.from({ length: 8 }, (_, i) => ((this.value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
    const { start, length } = longestZeros(groups);
    if (length < 2) return groups.join(':');
    return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
  }
}

function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [i, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0;
    if (length > best.length) best = { start: i - length + 1, length };
  }
  return best;
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseSix(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...(tail ?? [])];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const four = last.includes('.') ? parseFour(last) : undefined;
  const plain = last.includes('.') ? parts.slice(0, -1) : parts;
  if ((last.includes('.') && four === undefined) || plain.some((part) => !/^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  return [...plain.map((part) => BigInt(`0x${part}`)), ...(four === undefined ? [] : [four >> 16n, four & 0xffffn])];
}

/** @throws Fault with the server's words */
export function parseAddress(text: string): Address {
  const [body = '', zone] = text.split('%');
  const six = body.includes(':') ? parseSix(body) : undefined;
  const value = body.includes(':') ? six : parseFour(text);
  if (value === undefined || zone === '') throw new Fault(`IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`);
  if (zone !== undefined) throw new Fault(`IP address ${JSON.stringify(text)} with zone value is not allowed`);
  if (six !== undefined && six >> 32n === 0xffffn) throw new Fault(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`);
  return new Address(six === undefined ? 32 : 128, value);
}

/** A network, as Go's `netip.Prefix`. */
export class Network extends Opaque {
  readonly typeName = 'net.CIDR';
  readonly address: Address;
  readonly length: number;

  constructor(address: Address, length: number) {
    super();
    this.address = address;
    this.length = length;
  }

  override get size(): number {
    return Math.ceil(this.length / 8);
  }

  equals(other: Opaque): boolean {
    return other instanceof Network && other.length === this.length && other.address.equals(this.address);
  }

  contains(address: Address): boolean {
    if (address.bits !== this.address.bits) return false;
    return address.startsWith(this.address.value >> BigInt(this.address.bits - this.length), this.length);
  }

  get masked(): Network {
    const rest = BigInt(this.address.bits - this.length);
    return new Network(new Address(this.address.bits, (this.address.value >> rest) << rest), this.length);
  }

  override toString(): string {
    return `${this.address.toString()}/${this.length}`;
  }
}

/** @throws Fault with the server's words */
export function parseNetwork(text: string): Network {
  const slash = text.lastIndexOf('/');
  const length = text.slice(slash + 1);
  const context = 'network address parse error during conversion from string: ';
  if (slash < 0) throw new Fault(`${context}${context}netip.ParsePrefix(${JSON.stringify(text)}): no '/'`);
  const address = networkAddress(text, slash, context);
  const prefix = `${context}${context}netip.ParsePrefix(${JSON.stringify(text)}): `;
  if (!/^(0|[1-9]\d*)$/.test(length)) throw new Fault(`${prefix}bad bits after slash: ${JSON.stringify(length)}`);
  if (Number(length) > address.bits) throw new Fault(`${prefix}prefix length out of range`);
  return new Network(address, Number(length));
}

function networkAddress(text: string, slash: number, context: string): Address {
  try {
    return parseAddress(text.slice(0, slash));
  } catch (error) {
    throw new Fault(`${context}${error instanceof Error ? error.message : String(error)}`);
  }
}
