import { GoMap, ValuesMap } from './map.ts';

/*
 * `.Values` is a map of a named type; the same map without it is what a parent sees under the name of its subchart, and
 * what functions are given. Both are one object: what is set through one is seen through the other.
 */
const views = new WeakMap<GoMap, ValuesMap>();
const plains = new WeakMap<GoMap, GoMap>();

export function valuesView(map: GoMap): ValuesMap {
  const known = views.get(map);
  if (known !== undefined) return known;
  const view = new Proxy(map, { getPrototypeOf: () => ValuesMap.prototype }) as ValuesMap;
  views.set(map, view);
  plains.set(view, map);
  return view;
}

export function plainMap(map: GoMap): GoMap {
  return plains.get(map) ?? map;
}
