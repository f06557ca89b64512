import type { ApiResource } from '@sherpack/plugin-api';

/** Where a request goes: one object, or all of a kind in a namespace or everywhere. */
export interface Place {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function apiVersionOf(resource: Pick<ApiResource, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

export function resourcePath(resource: ApiResource, place: Place, query: Query = {}): string {
  const root = resource.group === '' ? 'api' : `apis/${resource.group}`;
  const steps = [root, resource.version];
  if (resource.namespaced && place.namespace !== undefined) steps.push('namespaces', encodeURIComponent(place.namespace));
  steps.push(resource.plural);
  if (place.name !== undefined) steps.push(encodeURIComponent(place.name));
  if (place.subresource !== undefined) steps.push(place.subresource);
  return withQuery(`/${steps.join('/')}`, query);
}

export function withQuery(path: string, query: Query): string {
  let text = path;
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === false) continue;
    text += `${text === path ? '?' : '&'}${name}=${encodeURIComponent(value)}`;
  }
  return text;
}
