import { define, traversal, type Cost, type Overload } from '../functions/overload.ts';
import { sizeOf } from '../values/kind.ts';
import { Address, Network, parseAddress, parseNetwork } from './address.ts';

function succeeds(parse: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  };
}

function isLoopback(address: Address): boolean {
  return address.bits === 32 ? address.startsWith(127n, 8) : address.value === 1n;
}

function isLinkLocalUnicast(address: Address): boolean {
  return address.bits === 32 ? address.startsWith(0xa9fen, 16) : address.startsWith(0xfe80n >> 6n, 10);
}

function isLinkLocalMulticast(address: Address): boolean {
  if (address.bits === 32) return address.startsWith(0xe00000n, 24);
  return address.startsWith(0xffn, 8) && ((address.value >> 112n) & 0xfn) === 2n;
}

function isMulticast(address: Address): boolean {
  return address.bits === 32 ? address.startsWith(0xen, 4) : address.startsWith(0xffn, 8);
}

function isGlobalUnicast(address: Address): boolean {
  if (address.value === 0n || (address.bits === 32 && address.value === 0xffffffffn)) return false;
  return !isLoopback(address) && !isMulticast(address) && !isLinkLocalUnicast(address);
}

/** Kubernetes' IP library. */
export const ip: readonly Overload[] = [
  define('ip(string): net.IP', parseAddress, traversal()),
  define('isIP(string): bool', succeeds(parseAddress), traversal()),
  define('ip.isCanonical(string): bool', (text: string) => parseAddress(text).toString() === text, traversal(2)),
  define('string(net.IP): string', (address: Address) => address.toString()),
  define('net.IP->family(): int', (address: Address) => (address.bits === 32 ? 4n : 6n)),
  define('net.IP->isUnspecified(): bool', (address: Address) => address.value === 0n),
  define('net.IP->isLoopback(): bool', isLoopback),
  define('net.IP->isLinkLocalMulticast(): bool', isLinkLocalMulticast),
  define('net.IP->isLinkLocalUnicast(): bool', isLinkLocalUnicast),
  define('net.IP->isGlobalUnicast(): bool', isGlobalUnicast),
];

function containsNetwork(outer: Network, inner: Network): boolean {
  return outer.length <= inner.length && outer.contains(inner.address);
}

function comparisonCost(walks: number, extra: number): Cost {
  return ([network, other]) => Math.ceil(sizeOf(network) * 2 * 0.1) + (walks === 3 ? Math.ceil(sizeOf(network) * 0.1) : 0) + extra + (typeof other === 'string' ? Math.ceil(sizeOf(other) * 0.1) : 0);
}

/** Kubernetes' CIDR library. */
export const cidr: readonly Overload[] = [
  define('cidr(string): net.CIDR', parseNetwork, traversal()),
  define('isCIDR(string): bool', succeeds(parseNetwork), traversal()),
  define('string(net.CIDR): string', (network: Network) => network.toString()),
  define('net.CIDR->containsIP(string): bool', (network: Network, text: string) => network.contains(parseAddress(text)), comparisonCost(2, 0)),
  define('net.CIDR->containsIP(net.IP): bool', (network: Network, address: Address) => network.contains(address), comparisonCost(2, 0)),
  define('net.CIDR->containsCIDR(string): bool', (network: Network, text: string) => containsNetwork(network, parseNetwork(text)), comparisonCost(3, 1)),
  define('net.CIDR->containsCIDR(net.CIDR): bool', containsNetwork, comparisonCost(3, 1)),
  define('net.CIDR->ip(): net.IP', (network: Network) => network.address),
  define('net.CIDR->prefixLength(): int', (network: Network) => BigInt(network.length)),
  define('net.CIDR->masked(): net.CIDR', (network: Network) => network.masked),
];
