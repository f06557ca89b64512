import { isObject } from '@sherpack/field-set/field-schema';
import { without } from '../schemas/json-path.ts';
import { qualifiedName, type Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import { ageOf } from './age.ts';
import type { ServerContext } from './context.ts';
import { columnsOf, showsAge, showsName, type Column } from './table-columns.ts';
import { readJsonPath } from './jsonpath-read.ts';

const nameColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
  priority: 0,
};

const ageColumn = {
  name: 'Age',
  type: 'string',
  format: '',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
  priority: 0,
};

/** The form that `kubectl get` prints (meta.k8s.io/v1 Table). */
export function tableOf(ctx: ServerContext, resource: Resource, objects: readonly KubeObject[], metadata: Record<string, unknown>, includeObject: string): unknown {
  const columns = resource.custom ? customColumns(resource) : columnsOf(qualifiedName(resource));
  const definitions = columns.map((column) => ({ format: '', description: '', priority: 0, ...without(column, 'cell', 'afterAge') }));
  const shape = shapeOf(resource);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: framed(definitions, columns, shape),
    rows: objects.map((object) => rowOf(ctx, resource, columns, object, shape, includeObject)),
  };
}

interface Shape {
  readonly name: boolean;
  readonly age: boolean;
  readonly ageType: 'string' | 'date';
}

function shapeOf(resource: Resource): Shape {
  const bucket = qualifiedName(resource);
  return resource.custom ? { name: true, age: resource.custom.columns.length === 0, ageType: 'date' } : { name: showsName(bucket), age: showsAge(bucket), ageType: 'string' };
}

/** Wide columns come after the age, as do those that say so; custom columns stay in their order. */
function framed(definitions: { priority: number }[], columns: readonly Column[], shape: Shape): unknown[] {
  const isLate = columns.map((column) => comesLate(column, shape));
  const age = shape.age ? [{ ...ageColumn, type: shape.ageType }] : [];
  return [...(shape.name ? [nameColumn] : []), ...definitions.filter((_, i) => !isLate[i]), ...age, ...definitions.filter((_, i) => isLate[i])];
}

function comesLate(column: Column, shape: Shape): boolean {
  return shape.age && ((column.priority ?? 0) > 0 || column.afterAge === true);
}

function rowOf(ctx: ServerContext, resource: Resource, columns: readonly Column[], object: KubeObject, shape: Shape, includeObject: string): unknown {
  const now = ctx.clock.now();
  const early = columns.filter((column) => !comesLate(column, shape));
  const late = columns.filter((column) => comesLate(column, shape));
  const cells = (list: readonly Column[]): unknown[] => list.map((column) => column.cell(object, now));
  const age = shape.age ? [ageOf(object.metadata.creationTimestamp, now)] : [];
  const row = { cells: [...(shape.name ? [object.metadata.name] : []), ...cells(early), ...age, ...cells(late)] };
  if (includeObject === 'None') return row;
  const head = { kind: resource.kind, apiVersion: resource.group === '' ? resource.version : `${resource.group}/${resource.version}` };
  return { ...row, object: includeObject === 'Object' ? { ...head, ...object } : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}

function customColumns(resource: Resource): Column[] {
  return (resource.custom?.columns ?? []).map(({ name, type, format, description, priority, jsonPath }) => ({
    name,
    type,
    format: format ?? '',
    description: description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    priority: priority ?? 0,
    cell: (object, now) => customCell(readJsonPath(object, jsonPath), type, now),
  }));
}

function customCell(value: unknown, type: string, now: number): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'date') return ageOf(String(value), now);
  if (type !== 'string') return value;
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
