import type { Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext } from './context.ts';
import type { ParsedRequest } from './request.ts';
import { StatusError } from './status-error.ts';
import { tableOf } from './tables/table.ts';

export type Form = 'object' | 'table' | 'metadata' | 'metadata-list';

/** The first form in the Accept header that this server has. */
export function formOf(request: ParsedRequest): Form {
  for (const choice of (request.headers.get('accept') ?? '').split(',')) {
    if (choice.includes('as=Table')) return 'table';
    if (choice.includes('as=PartialObjectMetadataList')) return 'metadata-list';
    if (choice.includes('as=PartialObjectMetadata')) return 'metadata';
    if (choice.trim().startsWith('application/json') && !choice.includes('as=')) return 'object';
  }
  return 'object';
}

/** Protobuf is taken for what it is asked for with: every client that wants it reads JSON too. */
const known = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const acceptable = new Set([...known, 'application/*', '*/*']);

/** Throws the server's answer to a client that takes no form of an object. A pod's log is text, which all take. */
export function refuseUnacceptable(request: ParsedRequest): void {
  const accept = request.headers.get('accept') ?? '';
  if (accept === '' || request.path.endsWith('/log')) return;
  const isKnown = accept.split(',').some((choice) => acceptable.has(choice.split(';')[0]?.trim() ?? ''));
  if (!isKnown) throw new StatusError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${known.join(', ')}`, {});
}

const metadataHead = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' };

function metadataOf(object: KubeObject): unknown {
  return { ...metadataHead, metadata: object.metadata };
}

/** An object, or the items of a list, in the form that was asked for. */
export function represent(ctx: ServerContext, resource: Resource, body: KubeObject, form: Form, query: URLSearchParams): unknown {
  if (form === 'object' || body.kind === 'Status') return body;
  const items = Array.isArray(body['items']) ? (body['items'] as KubeObject[]) : undefined;
  if (form === 'table') return tableOf(ctx, resource, items ?? [body], listMetadata(body, items), query.get('includeObject') ?? 'Metadata');
  if (!items) return metadataOf(body);
  return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: listMetadata(body, items), items: items.map(metadataOf) };
}

/** A table of one object carries that object's version. */
function listMetadata(body: KubeObject, items: KubeObject[] | undefined): Record<string, unknown> {
  if (!items) return { resourceVersion: body.metadata.resourceVersion };
  const { continue: token, ...metadata } = body.metadata;
  return token ? { ...metadata, continue: token } : metadata;
}
