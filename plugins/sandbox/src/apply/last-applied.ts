import { compare } from '@sherpack/field-set/compare';
import { isObject } from '@sherpack/field-set/field-schema';
import { difference, pathsOf } from '@sherpack/field-set/field-set';
import { printPath } from '@sherpack/field-set/path-element';
import { toFieldSet } from '@sherpack/field-set/to-field-set';
import { FieldConflictError } from '@sherpack/field-set/updater';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import type { KubeObject } from '../server/api-types.ts';
import type { FieldContext, Writer } from './field-manager.ts';

/** Where `kubectl apply` of old keeps what it sent. */
const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Objects are cut off from that annotation when they are larger. */
const sizeLimit = 256 * 1024;

/**
 * What remains of the conflicts of `kubectl apply --server-side` with an object that kubectl applied from the client's side
 * before: that what the annotation says and still holds was kubectl's own (fieldmanager/lastappliedmanager.go).
 */
export function remainingConflicts(error: FieldConflictError, live: KubeObject, writer: Writer, context: FieldContext): FieldConflictError | undefined {
  const own = isKubectl(writer) ? pathsOfLastApplied(live, writer, context) : new Set<string>();
  const rest = error.conflicts.filter(({ path }) => !own.has(path));
  return rest.length === 0 ? undefined : new FieldConflictError(rest);
}

function isKubectl(writer: Writer): boolean {
  return writer.manager === 'kubectl' && writer.subresource === undefined;
}

function pathsOfLastApplied(live: KubeObject, writer: Writer, context: FieldContext): ReadonlySet<string> {
  const text = live.metadata.annotations?.[annotation];
  const schema = context.schemaOf(writer.version);
  const config = text === undefined ? undefined : parsed(text);
  if (!schema || !isObject(config) || config['apiVersion'] !== writer.version) return new Set();
  const change = compare(config, live, schema);
  const same = difference(difference(difference(toFieldSet(config, schema), change.modified), change.added), change.removed);
  return new Set(pathsOf(same).map(printPath));
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Keeps the annotation in step with what kubectl applies on the server's side, so that going back to the client's side works. */
export function withLastApplied(object: KubeObject, config: KubeObject, writer: Writer): KubeObject {
  if (!isKubectl(writer) || !object.metadata.annotations?.[annotation]) return object;
  const { managedFields: _, ...metadata } = config.metadata;
  const { [annotation]: __, ...annotations } = config.metadata.annotations ?? {};
  const shown = { ...config, metadata: { ...metadata, ...(config.metadata.annotations === undefined || Object.keys(annotations).length === 0 ? { annotations: undefined } : { annotations }) } };
  const text = `${stringifyJson(shown, { sortKeys: true })}\n`;
  const kept = text.length > sizeLimit ? '' : text;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [annotation]: kept } } };
}
