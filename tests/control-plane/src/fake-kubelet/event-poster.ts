import type { PodEvent } from '@sherpack/pod-behaviour/events';
import type { Connection } from '../connection.ts';
import type { ApiObject } from '../follow.ts';

type Subject = ApiObject & { readonly spec: { readonly nodeName?: string } };

interface Posted {
  readonly path: string;
  count: number;
}

/**
 * Posts what happened to pods. The same event of the same container again counts the first one up, as client-go's
 * recorder does it (tools/record/events_cache.go).
 */
export function eventPoster(connection: Connection): (pod: Subject, events: readonly PodEvent[]) => Promise<void> {
  const posted = new Map<string, Posted>();
  return async (pod, events) => {
    for (const event of events) {
      const key = [pod.metadata.uid, event.fieldPath, event.type, event.reason, event.message].join('\n');
      const known = posted.get(key);
      if (known === undefined) posted.set(key, { path: await create(connection, pod, event, posted.size), count: 1 });
      else await countUp(connection, known);
    }
  };
}

/** A time in the name, as client-go makes it. Refused in a namespace that is going, which is no loss. */
async function create(connection: Connection, pod: Subject, event: PodEvent, index: number): Promise<string> {
  const { name = '', namespace = 'default', uid, resourceVersion } = pod.metadata;
  const path = `/api/v1/namespaces/${namespace}/events`;
  const time = timestamp();
  const eventName = `${name}.${(BigInt(Date.now()) * 1_000_000n + BigInt(index)).toString(16)}`;
  await connection.request('POST', path, { body: {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name: eventName },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, resourceVersion, fieldPath: event.fieldPath },
    type: event.type,
    reason: event.reason,
    message: event.message,
    source: { component: 'kubelet', host: pod.spec.nodeName },
    reportingComponent: 'kubelet',
    reportingInstance: pod.spec.nodeName ?? '',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  } });
  return `${path}/${eventName}`;
}

async function countUp(connection: Connection, known: Posted): Promise<void> {
  known.count += 1;
  await connection.request('PATCH', known.path, { contentType: 'application/strategic-merge-patch+json', body: { count: known.count, lastTimestamp: timestamp() } });
}

function timestamp(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
