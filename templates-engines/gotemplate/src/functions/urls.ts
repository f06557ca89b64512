import { FunctionError } from '../run/failure.ts';
import { kindName } from '../value/kind.ts';
import { GoMap, has, mapOf } from '../value/map.ts';
import { joinUrl, parseUrl } from '../format/url.ts';
import { fn, type FunctionGroup } from './signature.ts';

function urlParse(text: string): GoMap {
  const { scheme, host, path, query, opaque, fragment, user } = parseUrl(text);
  const hostname = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:[^:]*$/, '');
  return mapOf(Object.entries({ scheme, host, hostname, path, query, opaque, fragment, userinfo: user ?? '' }));
}

function member(map: GoMap | null, key: string): string {
  if (map === null || !has(map, key)) return '';
  const value = map[key];
  if (typeof value !== 'string') throw new FunctionError(`unable to parse ${key} key, must be of type string, but ${kindName(value)} found`);
  return value;
}

function urlJoin(map: GoMap | null): string {
  const user = member(map, 'userinfo');
  return joinUrl({
    scheme: member(map, 'scheme'), host: member(map, 'host'), path: member(map, 'path'), query: member(map, 'query'), opaque: member(map, 'opaque'),
    fragment: member(map, 'fragment'), user: user === '' ? undefined : parseUrl(`proto://${user}@host`).user,
  });
}

export const urls: FunctionGroup = {
  urlParse: fn('string', (_frame, text: string) => urlParse(text)),
  urlJoin: fn('map', (_frame, map: GoMap | null) => urlJoin(map)),
};
