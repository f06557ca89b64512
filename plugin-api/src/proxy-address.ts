/** What a plugin is handed of `process.env`. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a server by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, upper or lower case, read as Go reads them
 * (`golang.org/x/net/http/httpproxy`), so as kubectl and Helm: this machine is never reached by a proxy, NO_PROXY lists
 * hosts with all that is below them, ports, addresses and ranges.
 *
 * @param server an address with http: or https:
 * @returns undefined: none; a text without a scheme got `http://`, whether it is an address is not looked at
 */
export function proxyAddress(server: string, environment: ProxyEnvironment): string | undefined {
  const url = new URL(server);
  const proxy = first(environment, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '' || isDirect(url, first(environment, 'NO_PROXY'))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** An empty variable is as good as none. */
function first(environment: ProxyEnvironment, name: string): string {
  return [environment[name], environment[name.toLowerCase()]].find((text) => text !== undefined && text !== '') ?? '';
}

function isDirect(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || isInRange(host, '127.0.0.0/8') || host === '::1') return true;
  const port = url.port === '' ? defaultPort(url) : url.port;
  return noProxy.split(',').map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '').some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  const [, name = entry, wanted] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (wanted !== undefined && wanted !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '').replace(/^\*(?=\.)/, '');
  return bare.startsWith('.') ? host.endsWith(bare) : host === bare || (bytesOf(host) === undefined && host.endsWith(`.${bare}`));
}

/** `10.0.0.0/8`, `fd00::/8`. */
function isInRange(host: string, range: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const [address, base] = [bytesOf(host), bytesOf(network)];
  if (address === undefined || base === undefined || address.length !== base.length || !/^\d+$/.test(bits)) return false;
  return address.every((byte, index) => {
    const shift = 8 - Math.min(8, Math.max(0, Number(bits) - index * 8));
    return byte >> shift === (base[index] ?? 0) >> shift;
  });
}

/** The four or sixteen bytes of an address; undefined: it is a name. */
function bytesOf(text: string): readonly number[] | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return text.split('.').map(Number);
  if (!/^[0-9a-f:]+$/.test(text) || !text.includes(':')) return undefined;
  const [head = [], tail = []] = text.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
}

function defaultPort(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80';
}
