import type { PodEvent } from '@sherpack/pod-behaviour/events';
import type { Connection } from '../connection.ts';
import type { ApiObject } from '../follow.ts';

/** Posts the Warning events among these. Normal ones are left out: nothing waits for them and they double the writes. */
export async function postWarnings(connection: Connection, pod: ApiObject & { readonly spec: { readonly nodeName?: string } }, events: readonly PodEvent[]): Promise<void> {
  const { name, namespace = 'default', uid, resourceVersion } = pod.metadata;
  for (const [index, event] of events.entries()) {
    if (event.type !== 'Warning') continue;
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const body = {
      apiVersion: 'v1',
      kind: 'Event',
      // A time in the name, as client-go makes it, so that each occurrence is an event of its own.
      metadata: { namespace, name: `${name}.${(Date.now() * 1000 + index).toString(16)}` },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, resourceVersion, fieldPath: event.fieldPath },
      type: event.type,
      reason: event.reason,
      message: event.message,
      source: { component: 'kubelet', host: pod.spec.nodeName },
      reportingComponent: 'kubelet',
      reportingInstance: pod.spec.nodeName ?? '',
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    await connection.request('POST', `/api/v1/namespaces/${namespace}/events`, { body }); // Refused in a namespace that is going; no loss.
  }
}
