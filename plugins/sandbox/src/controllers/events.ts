import { timestamp } from '../clock.ts';
import { readNumber } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ControllerClient } from './client.ts';

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath?: string;
  /** When it happened, ms; now unless given. */
  readonly at?: number;
  readonly component?: string;
}

/** Notes what happened to an object as an Event; a repetition counts the earlier one up. */
export async function recordEvent(client: ControllerClient, about: KubeObject, event: EventText): Promise<void> {
  const namespace = about.metadata.namespace ?? 'default';
  const time = timestamp(event.at ?? client.now());
  const known = eventsAbout(client, about).find((other) => isSame(other, event));
  if (known) {
    const key = { bucket: 'events', namespace, name: known.metadata.name ?? '' };
    await client.update(key, (live) => ({ ...live, count: (readNumber(live, 'count') ?? 1) + 1, lastTimestamp: time }) as KubeObject);
    return;
  }
  await client.create('events', namespace, {
    metadata: { name: `${about.metadata.name ?? ''}.${(BigInt(event.at ?? client.now()) * 1_000_000n + BigInt(client.ctx.store.revision)).toString(16)}` },
    involvedObject: referenceTo(about, event),
    reason: event.reason,
    message: event.message,
    type: event.type,
    source: { component: event.component ?? 'sandbox' },
    reportingComponent: event.component ?? 'sandbox',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  });
}

function referenceTo(about: KubeObject, event: EventText): Record<string, unknown> {
  const { name, namespace, uid, resourceVersion } = about.metadata;
  return { kind: about.kind, apiVersion: about.apiVersion, name, namespace, uid, resourceVersion, ...(event.fieldPath === undefined ? {} : { fieldPath: event.fieldPath }) };
}

export function eventsAbout(client: ControllerClient, about: KubeObject): KubeObject[] {
  return client.ctx.store.referring(about.metadata.uid ?? '').filter(([key]) => key.bucket === 'events').map(([, event]) => event);
}

function isSame(other: KubeObject, event: EventText): boolean {
  const involved = other['involvedObject'] as { fieldPath?: string } | undefined;
  return involved?.fieldPath === event.fieldPath && other['reason'] === event.reason && other['message'] === event.message;
}
