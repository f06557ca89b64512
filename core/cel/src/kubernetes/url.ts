import { Fault } from '../cel-error.ts';
import { define, traversal, type Overload } from '../functions/overload.ts';
import { EntryMap } from '../values/cel-map.ts';
import { parseUrl, queryOf, type Url } from './go-url.ts';

function isUrl(text: string): boolean {
  try {
    parseUrl(text);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

function queryMap(url: Url): EntryMap {
  const map = new EntryMap();
  for (const [name, values] of queryOf(url)) map.add(name, values);
  return map;
}

/** Kubernetes' URL library. */
export const url: readonly Overload[] = [
  define('url(string): kubernetes.URL', parseUrl, traversal()),
  define('isURL(string): bool', isUrl),
  define('kubernetes.URL->getScheme(): string', (value: Url) => value.scheme),
  define('kubernetes.URL->getHost(): string', (value: Url) => value.host),
  define('kubernetes.URL->getHostname(): string', (value: Url) => value.hostname),
  define('kubernetes.URL->getPort(): string', (value: Url) => value.port),
  define('kubernetes.URL->getEscapedPath(): string', (value: Url) => value.escapedPath),
  define('kubernetes.URL->getQuery(): map<string, list<string>>', queryMap),
];
