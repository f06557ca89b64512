import { setTimeout as sleep } from 'node:timers/promises';
import { isWrite, readAudit, type AuditEvent, type AuditObject } from './audit.ts';
import type { ControlPlane } from './control-plane.ts';

/** An object that a user made and that is still there. */
export interface Leftover {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
  /** Of the object in the API. */
  readonly path: string;
  /** It is being deleted, but a finalizer or its kubelet has not let it go yet. */
  readonly terminating: boolean;
}

interface Created {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly uid?: string; readonly deletionTimestamp?: string };
}

/**
 * All objects that the user created, by POST or by server-side apply, and that are still there with the same uid.
 * Objects that controllers made in consequence are not the user's: they go by their owner references.
 */
export async function leftovers(controlPlane: Pick<ControlPlane, 'auditLog' | 'connection'>, user: string, since = 0): Promise<Leftover[]> {
  const { auditLog, connection } = controlPlane;
  if (auditLog === undefined) throw new Error('leftovers need the audit log, which an existing cluster does not give');
  // The line is written before the request ends, but a large answer may reach the client before that.
  await sleep(100);
  const found: Leftover[] = [];
  for (const leftover of createdObjects(readAudit(auditLog, { user, since }))) {
    const object = await connection.find<Created>(leftover.path);
    if (object?.metadata?.uid !== leftover.uid) continue;
    found.push({ ...leftover, terminating: object.metadata.deletionTimestamp !== undefined });
  }
  return found;
}

/** The objects that these requests created. A server-side apply that created its object is a patch answered 201. */
export function createdObjects(events: readonly AuditEvent[]): Leftover[] {
  return events.filter((event) => isWrite(event) && (event.verb === 'create' || event.responseStatus?.code === 201)).flatMap(refOf);
}

/** Empty for what is no stored object: reviews and subresources such as evictions and tokens. */
function refOf(event: AuditEvent): Leftover[] {
  const { objectRef } = event;
  const { apiVersion = '', kind = '', metadata } = (event.responseObject ?? {}) as Created;
  if (objectRef === undefined || objectRef.subresource !== undefined || !metadata?.uid || !metadata.name) return [];
  const { name, namespace, uid } = metadata;
  return [{ apiVersion, kind, resource: objectRef.resource, ...(namespace && { namespace }), name, uid, path: pathOf(objectRef, namespace, name), terminating: false }];
}

function pathOf({ apiGroup, apiVersion, resource }: AuditObject, namespace: string | undefined, name: string): string {
  const root = apiGroup ? `/apis/${apiGroup}/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}${namespace ? `/namespaces/${namespace}` : ''}/${resource}/${name}`;
}
