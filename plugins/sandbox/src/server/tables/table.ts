import { isObject } from '@sherpack/field-set/field-schema';
import type { ColumnDefinition } from '../../schemas/catalog.ts';
import { readNumber } from '../../schemas/json-path.ts';
import { apiVersionOf, qualifiedName, type Resource } from '../../schemas/resource.ts';
import type { KubeObject } from '../api-types.ts';
import type { ServerContext } from '../context.ts';
import { ageOf } from './age.ts';
import type { Cell, Cells } from './cell.ts';
import { coreCells } from './core-cells.ts';
import { readJsonPath } from './jsonpath-read.ts';
import { otherCells } from './other-cells.ts';
import { workloadCells } from './workload-cells.ts';

/** The form that `kubectl get` prints (meta.k8s.io/v1 Table). */
export function tableOf(ctx: ServerContext, resource: Resource, objects: readonly KubeObject[], metadata: Record<string, unknown>, includeObject: string): unknown {
  const definitions = definitionsOf(ctx, resource);
  const cells = resource.custom ? customCells(resource) : cellsOf(definitions, qualifiedName(resource));
  const now = ctx.clock.now();
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: definitions,
    rows: inPrintOrder(objects, qualifiedName(resource)).map((object) => ({ cells: cells.map((cell) => cell(object, now)), ...shownObject(resource, object, includeObject) })),
  };
}

/** Flow schemas are printed in the order in which they are matched, all others as they are listed. */
function inPrintOrder(objects: readonly KubeObject[], bucket: string): readonly KubeObject[] {
  if (bucket !== 'flowschemas.flowcontrol.apiserver.k8s.io') return objects;
  const precedence = (object: KubeObject): number => readNumber(object, 'spec', 'matchingPrecedence') ?? 0;
  return objects.toSorted((a, b) => precedence(a) - precedence(b));
}

function shownObject(resource: Resource, object: KubeObject, includeObject: string): { object?: unknown } {
  if (includeObject === 'None') return {};
  if (includeObject === 'Object') return { object: { kind: resource.kind, apiVersion: apiVersionOf(resource), ...object } };
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}

const kinds: Readonly<Record<string, Cells>> = { ...coreCells, ...workloadCells, ...otherCells };

/** What columns of these names show where the kind does not say otherwise. */
const commonCells: Cells = {
  Name: ({ metadata }) => metadata.name,
  Age: ({ metadata }, now) => ageOf(metadata.creationTimestamp, now),
  'Created At': ({ metadata }) => metadata.creationTimestamp,
};

/** A cell per column, in their order. */
export function cellsOf(definitions: readonly ColumnDefinition[], bucket: string): readonly Cell[] {
  return definitions.map(({ name }) => kinds[bucket]?.[name] ?? commonCells[name] ?? (() => ''));
}

/** Whether a kind has something to show in a column. */
export function hasCell(bucket: string, column: string): boolean {
  return kinds[bucket]?.[column] !== undefined || commonCells[column] !== undefined;
}

function definitionsOf(ctx: ServerContext, resource: Resource): readonly ColumnDefinition[] {
  if (!resource.custom) return ctx.catalog.columns[qualifiedName(resource)] ?? [nameColumn(ctx), createdColumn(ctx)];
  const own = resource.custom.columns.map(({ name, type, format, description, priority, jsonPath }) => ({
    name, type, format: format ?? '', description: description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`, priority: priority ?? 0,
  }));
  return [nameColumn(ctx), ...(own.length > 0 ? own : [ageColumn(ctx)])];
}

/** Custom kinds describe their names and ages as the built-in ones do. */
function nameColumn(ctx: ServerContext): ColumnDefinition {
  return column(ctx, 'configmaps', 'Name');
}

function ageColumn(ctx: ServerContext): ColumnDefinition {
  return { ...column(ctx, 'configmaps', 'Age'), type: 'date' };
}

function createdColumn(ctx: ServerContext): ColumnDefinition {
  return column(ctx, 'limitranges', 'Created At');
}

function column(ctx: ServerContext, bucket: string, name: string): ColumnDefinition {
  return ctx.catalog.columns[bucket]?.find((definition) => definition.name === name) as ColumnDefinition;
}

function customCells(resource: Resource): readonly Cell[] {
  const own = (resource.custom?.columns ?? []).map(({ type, jsonPath }): Cell => (object, now) => customCell(readJsonPath(object, jsonPath), type, now));
  return [commonCells['Name'] as Cell, ...(own.length > 0 ? own : [commonCells['Age'] as Cell])];
}

function customCell(value: unknown, type: string, now: number): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'date') return ageOf(String(value), now);
  if (type !== 'string') return value;
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
