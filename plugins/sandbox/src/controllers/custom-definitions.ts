import { equalValues } from '@sherpack/field-set/equal';
import { customResources } from '../custom-resources/custom-version.ts';
import { readList, readObject, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';

const bucket = 'customresourcedefinitions.apiextensions.k8s.io';
/** Put on a definition by its deletion; see server/delete.ts. */
const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

/** Accepts names, establishes and serves custom kinds, and takes their objects along when a definition goes (apiextensions-apiserver). */
export const customDefinitions: Controller = {
  name: 'kube-apiserver',
  watches: [bucket],
  affected: (_, client) => client.list(bucket).map((definition) => keyFor(bucket, definition)),
  async reconcile(key, client) {
    const definition = client.get(key);
    if (!definition) return client.ctx.registry.setCustom(key.name, []);
    if (definition.metadata.deletionTimestamp) return finalize(key, definition, client);
    await accept(key, definition, client);
  },
};

async function accept(key: ObjectKey, definition: KubeObject, client: ControllerClient): Promise<void> {
  const clashes = clashesOf(definition, client);
  await client.updateStatus(key, (live) => statusOf(live, clashes, nowText(client)));
  const now = client.get(key);
  const established = now !== undefined && conditionOf(now, 'Established')?.['status'] === 'True';
  if (established) client.ctx.registry.setCustom(key.name, customResources(now, client.ctx.catalog));
}

async function finalize(key: ObjectKey, definition: KubeObject, client: ControllerClient): Promise<void> {
  const group = readObject(definition, 'spec')?.['group'];
  const objects = `${String(readObject(definition, 'spec', 'names')?.['plural'])}.${String(group)}`;
  for (const object of client.list(objects)) client.delete(keyFor(objects, object));
  if (client.list(objects).length > 0) return;
  await client.update(key, (live) => ({ ...live, metadata: { ...live.metadata, finalizers: (live.metadata.finalizers ?? []).filter((name) => name !== cleanup) } }));
  client.ctx.registry.setCustom(key.name, []);
}

interface Clash {
  readonly reason: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** Names that another kind of the group has already, or short names that any kind has. */
function clashesOf(definition: KubeObject, client: ControllerClient): Clash | undefined {
  const names = readObject(definition, 'spec', 'names') ?? {};
  const group = readObject(definition, 'spec')?.['group'];
  const others = client.ctx.registry.all().filter((resource) => resource.group === group && resource.custom?.definition !== definition.metadata.name);
  const taken = new Set(others.flatMap((resource) => [resource.plural, resource.singular, ...resource.shortNames]));
  const kinds = new Set(others.flatMap((resource) => [resource.kind, resource.listKind]));
  for (const field of ['plural', 'singular'] as const) {
    if (taken.has(String(names[field]))) return clash(field, String(names[field]));
  }
  const short = readStrings(names, 'shortNames').find((name) => taken.has(name));
  if (short !== undefined) return clash('shortNames', short);
  if (kinds.has(String(names['kind']))) return clash('kind', String(names['kind']));
  return kinds.has(String(names['listKind'])) ? clash('listKind', String(names['listKind'])) : undefined;
}

function clash(field: string, name: string): Clash {
  const reason = `${field === 'listKind' ? 'ListKind' : field[0]?.toUpperCase() + field.slice(1)}Conflict`;
  return { reason, message: `${JSON.stringify(name)} is already in use`, fields: [field] };
}

function statusOf(definition: KubeObject, found: Clash | undefined, time: string): Record<string, unknown> {
  const status = readObject(definition, 'status') ?? {};
  const names = readObject(definition, 'spec', 'names') ?? {};
  const accepted = found ? withoutFields(names, found.fields, readObject(status, 'acceptedNames') ?? {}) : names;
  const accept = found
    ? { type: 'NamesAccepted', status: 'False', reason: found.reason, message: found.message }
    : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const wasEstablished = conditionOf(definition, 'Established')?.['status'] === 'True';
  const establish = found && !wasEstablished
    ? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
    : { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' };
  return { ...status, acceptedNames: accepted, conditions: [accept, establish].map((condition) => withTime(condition, definition, time)) };
}

function withoutFields(names: Record<string, unknown>, fields: readonly string[], before: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.fromEntries(Object.entries(names).filter(([name]) => !fields.includes(name)));
  return { plural: '', kind: '', ...kept, ...Object.fromEntries(fields.filter((name) => before[name] !== undefined).map((name) => [name, before[name]])) };
}

function withTime(condition: Record<string, string>, definition: KubeObject, time: string): Record<string, unknown> {
  const before = conditionOf(definition, condition['type'] ?? '');
  const { lastTransitionTime, ...rest } = before ?? {};
  const isSame = equalValues(rest, condition) || before?.['status'] === condition['status'];
  return { type: condition['type'], status: condition['status'], lastTransitionTime: isSame ? lastTransitionTime : time, reason: condition['reason'], message: condition['message'] };
}

function conditionOf(object: KubeObject, type: string): Record<string, unknown> | undefined {
  return readList(object, 'status', 'conditions').find((condition) => condition['type'] === type);
}
