import { Fault } from '../cel-error.ts';
import { Opaque } from '../values/opaque.ts';

/** Go's `net/url`, as far as expressions see it. */
export class Url extends Opaque {
  readonly typeName = 'kubernetes.URL';
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  private readonly text: string;

  constructor(text: string, parts: { scheme: string; host: string; path: string; query: string }) {
    super();
    this.text = text;
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.path = parts.path;
    this.query = parts.query;
  }

  equals(other: Opaque): boolean {
    return other instanceof Url && other.text === this.text;
  }

  private get portStart(): number {
    const colon = this.host.lastIndexOf(':');
    return colon >= 0 && /^:\d*$/.test(this.host.slice(colon)) ? colon : this.host.length;
  }

  get hostname(): string {
    return this.host.slice(0, this.portStart).replace(/^\[(.*)\]$/, '$1');
  }

  get port(): string {
    return this.host.slice(this.portStart + 1);
  }

  get escapedPath(): string {
    if (/^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]/%])*$/.test(this.path)) return this.path;
    return escapePath(percentDecode(this.path) ?? new Uint8Array());
  }
}

function problem(text: string, what: string): Fault {
  return new Fault(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: ${what}`);
}

function isControl(character: string): boolean {
  return character < ' ' || character === '\u007f';
}

/** `ParseRequestURI`, then `Parse`: an absolute URI, or an absolute path. @throws Fault */
export function parseUrl(text: string): Url {
  if ([...text].some(isControl)) throw problem(text, 'net/url: invalid control character in URL');
  if (text === '') throw problem(text, 'empty url');
  if (text.startsWith(':')) throw problem(text, 'missing protocol scheme');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)?.[1] ?? '';
  const rest = scheme === '' ? text : text.slice(scheme.length + 1);
  if (!rest.startsWith('/') && scheme === '') throw problem(text, 'invalid URI for request');
  const [withoutFragment = ''] = rest.split('#');
  const mark = withoutFragment.indexOf('?');
  const before = mark < 0 ? withoutFragment : withoutFragment.slice(0, mark);
  const query = mark < 0 ? '' : withoutFragment.slice(mark + 1);
  if (!rest.startsWith('/')) return new Url(text, { scheme: scheme.toLowerCase(), host: '', path: '', query });
  const hasAuthority = scheme !== '' && before.startsWith('//');
  const slash = hasAuthority ? before.indexOf('/', 2) : 0;
  const authority = hasAuthority ? before.slice(2, slash < 0 ? before.length : slash) : '';
  const path = slash < 0 ? '' : before.slice(slash);
  if (!percentDecode(path)) throw problem(text, `invalid URL escape ${JSON.stringify(/%(?![0-9a-fA-F]{2})..?.?/.exec(path)?.[0] ?? '%')}`);
  return new Url(text, { scheme: scheme.toLowerCase(), host: hostOf(authority, text), path, query });
}

function hostOf(authority: string, text: string): string {
  const at = authority.lastIndexOf('@');
  if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at))) throw problem(text, 'net/url: invalid userinfo');
  const host = authority.slice(at + 1);
  const bracket = host.startsWith('[') ? host.lastIndexOf(']') : -1;
  if (host.startsWith('[') && bracket < 0) throw problem(text, "missing ']' in host");
  const port = bracket < 0 ? /:[^:]*$/.exec(host)?.[0] ?? '' : host.slice(bracket + 1);
  if (port !== '' && !/^:\d*$/.test(port)) throw problem(text, `invalid port ${JSON.stringify(port)} after host`);
  const odd = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}]/u.exec(host)?.[0];
  if (odd !== undefined) throw problem(text, `invalid character ${JSON.stringify(odd)} in host name`);
  if (/%(?![89a-fA-F][0-9a-fA-F]|25)/.test(host)) throw problem(text, `invalid URL escape ${JSON.stringify(/%.{0,2}/.exec(host)?.[0])}`);
  return host;
}

function percentDecode(text: string): Uint8Array | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  const bytes: number[] = [];
  for (const [piece] of text.matchAll(/%[0-9a-fA-F]{2}|[\s\S]/gu)) {
    if (piece.length === 3 && piece.startsWith('%')) bytes.push(Number.parseInt(piece.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(piece));
  }
  return Uint8Array.from(bytes);
}

function escapePath(bytes: Uint8Array): string {
  return [...bytes].map((byte) => {
    const character = String.fromCharCode(byte);
    return byte < 128 && /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** `Query()`: pairs that cannot be read are left out. */
export function queryOf(url: Url): ReadonlyMap<string, string[]> {
  const values = new Map<string, string[]>();
  for (const pair of url.query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const [rawName = '', ...rest] = pair.split('=');
    const name = percentDecode(rawName.replaceAll('+', ' '));
    const value = percentDecode(rest.join('=').replaceAll('+', ' '));
    if (name && value) values.set(new TextDecoder().decode(name), [...(values.get(new TextDecoder().decode(name)) ?? []), new TextDecoder().decode(value)]);
  }
  return values;
}
