import type { FormatDocument } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { ExactNumber } from '@sherpack/yaml/exact-number';

/** Source: `pkg/release/v1/util/manifest_sorter.go` of Helm 4. */
const EVENTS: ReadonlySet<string> = new Set([
  ...['install', 'delete', 'upgrade', 'rollback'].flatMap((word) => [`pre-${word}`, `post-${word}`]), 'test', 'test-success',
]);

/** What Helm reads of every document before it does anything with it: `SimpleHead`. */
export function readHead(value: unknown): Pick<FormatDocument, 'ignored' | 'refused'> {
  if (!isObject(value)) return {};
  const { metadata } = value;
  const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
  return { refused: whyRefused(value, metadata, annotations), ignored: isObject(annotations) ? whyIgnored(annotations['helm.sh/hook']) : undefined };
}

function whyRefused(value: Readonly<Record<string, unknown>>, metadata: unknown, annotations: unknown): string | undefined {
  const field = ['apiVersion', 'kind'].find((key) => !isScalar(value[key]));
  if (field !== undefined) return `${field} is no text`;
  if (!isMap(metadata)) return 'metadata is no map';
  if (isObject(metadata) && !isScalar(metadata['name'])) return 'metadata.name is no text';
  if (!isMap(annotations)) return 'metadata.annotations is no map';
  const name = isObject(annotations) ? Object.keys(annotations).find((key) => !isScalar(annotations[key])) : undefined;
  return name === undefined ? undefined : `the annotation "${name}" is no text`;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object' || value instanceof ExactNumber;
}

function isMap(value: unknown): boolean {
  return value === undefined || value === null || isObject(value);
}

/** An object of which one event is not known is nothing to Helm: `crd-install` of Helm 2, misspelt ones. */
function whyIgnored(hook: unknown): string | undefined {
  if (hook === undefined) return undefined;
  const unknown = String(hook ?? '').split(',').map((event) => event.trim().toLowerCase()).find((event) => !EVENTS.has(event));
  return unknown === undefined ? undefined : `Helm knows no hook "${unknown}"`;
}
