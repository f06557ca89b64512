import type { ClusterError, Discovery, KindRef } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from './errors.ts';
import { apiVersionOf } from './resource-path.ts';

/** The error for a kind that the cluster does not serve, with what was probably meant. */
export function unknownKind(kind: KindRef, discovery: Discovery): ClusterError {
  return errors.UNKNOWN_KIND(kind.kind, kind.apiVersion, adviceFor(kind, discovery));
}

function adviceFor({ kind, apiVersion }: KindRef, { resources }: Discovery): string {
  const elsewhere = resources.filter((resource) => resource.kind === kind).map(apiVersionOf);
  if (elsewhere.length > 0) return `${kind} is served in ${[...new Set(elsewhere)].join(', ')}; change apiVersion.`;
  const sameVersion = resources.filter((resource) => apiVersionOf(resource) === apiVersion).map((resource) => resource.kind);
  const near = nearMiss(kind, sameVersion) ?? nearMiss(kind, new Set(resources.map((resource) => resource.kind)));
  const guess = near === undefined ? '' : `Did you mean ${near}? `;
  return `${guess}If it is a custom resource, install its CustomResourceDefinition first, for instance from the pack's folder crds/.`;
}
