import { FunctionError } from '../run/failure.ts';
import { fromBytes, toBytes } from '../value/text.ts';

/** Parts of a URL as Go's net/url has them. */
export interface UrlParts {
  readonly scheme: string;
  readonly opaque: string;
  /** `user:password`, escaped. */
  readonly user: string | undefined;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

function fail(text: string, what: string): never {
  throw new FunctionError(`unable to parse url: parse ${JSON.stringify(text)}: ${what}`);
}

/** Go's url.Parse. @throws FunctionError in Go's words */
export function parseUrl(text: string): UrlParts {
  if (/[\p{Cc}]/u.test(text)) fail(text, 'net/url: invalid control character in URL');
  const hash = text.indexOf('#');
  const whole = hash === -1 ? text : text.slice(0, hash);
  const fragment = hash === -1 ? '' : unescape(text.slice(hash + 1), text);
  const [scheme, afterScheme] = splitScheme(whole, text);
  const mark = afterScheme.indexOf('?');
  const query = mark === -1 ? '' : afterScheme.slice(mark + 1);
  const rest = mark === -1 ? afterScheme : afterScheme.slice(0, mark);
  if (!rest.startsWith('/') && scheme !== '') return { scheme, opaque: rest, user: undefined, host: '', path: '', query, fragment };
  if (!rest.startsWith('/') && /^[^/]*:/.test(rest)) fail(text, 'first path segment in URL cannot contain colon');
  const authority = rest.startsWith('//') && !rest.startsWith('///') || (rest.startsWith('///') && scheme !== '') ? /^\/\/([^/]*)/.exec(rest)?.[1] : undefined;
  const path = unescape(authority === undefined ? rest : rest.slice(2 + authority.length), text);
  return { scheme, opaque: '', ...splitAuthority(authority ?? '', text), path, query, fragment };
}

function splitScheme(whole: string, text: string): readonly [string, string] {
  if (whole.startsWith(':')) fail(text, 'missing protocol scheme');
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(whole);
  return found === null ? ['', whole] : [(found[1] ?? '').toLowerCase(), whole.slice(found[0].length)];
}

function splitAuthority(authority: string, text: string): { readonly user: string | undefined; readonly host: string } {
  const at = authority.lastIndexOf('@');
  const host = at === -1 ? authority : authority.slice(at + 1);
  const port = /^(?:\[[^\]]*\]|[^:]*)(:.*)?$/.exec(host)?.[1] ?? '';
  if (!/^(?::\d*)?$/.test(port)) fail(text, `invalid port ${JSON.stringify(port)} after host`);
  if (/[ "<>\\^`{|}]/.test(host)) fail(text, `invalid character ${JSON.stringify(/[ "<>\\^`{|}]/.exec(host)?.[0] ?? '')} in host name`);
  return { user: at === -1 ? undefined : userText(authority.slice(0, at), text), host: unescape(host, text) };
}

function userText(user: string, text: string): string {
  const colon = user.indexOf(':');
  if (colon === -1) return escape(unescape(user, text), USER);
  return `${escape(unescape(user.slice(0, colon), text), USER)}:${escape(unescape(user.slice(colon + 1), text), USER)}`;
}

const USER = /[A-Za-z0-9\-_.~$&+,;=]/;
const PATH = /[A-Za-z0-9\-_.~$&+,/:;=@!'()*]/;
const FRAGMENT = /[A-Za-z0-9\-_.~$&+,/:;=?@!()*]/;

function escape(text: string, allowed: RegExp): string {
  return Array.from(toBytes(text), (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 0x80 && allowed.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function unescape(part: string, text: string): string {
  if (!part.includes('%')) return part;
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(part)?.[0];
  if (bad !== undefined) fail(text, `invalid URL escape ${JSON.stringify(bad)}`);
  const bytes: number[] = [];
  for (const piece of part.split(/(%[0-9a-fA-F]{2})/)) {
    if (piece.startsWith('%')) bytes.push(Number.parseInt(piece.slice(1), 16));
    else bytes.push(...toBytes(piece));
  }
  return fromBytes(Uint8Array.from(bytes));
}

/** Go's URL.String. */
export function joinUrl({ scheme, opaque, user, host, path, query, fragment }: UrlParts): string {
  let text = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') text += opaque;
  else {
    if (scheme !== '' || host !== '' || user !== undefined) {
      if (host !== '' || path !== '' || user !== undefined) text += '//';
      text += `${user === undefined ? '' : `${user}@`}${host}`;
    }
    const escaped = escape(path, PATH);
    if (escaped !== '' && !escaped.startsWith('/') && host !== '') text += '/';
    text += text === '' && /^[^/]*:/.test(escaped) ? `./${escaped}` : escaped;
  }
  return text + (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${escape(fragment, FRAGMENT)}`);
}
