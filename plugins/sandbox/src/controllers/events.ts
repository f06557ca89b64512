import { timestamp } from '../clock.ts';
import { readNumber, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ControllerClient } from './client.ts';
import { correlatorOf } from './event-correlator.ts';

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath?: string;
  /** When it happened, ms; now unless given. */
  readonly at?: number;
  /** Who tells it; the controller that the client is of unless given. */
  readonly component?: string;
  /** The machine of the one who tells it. */
  readonly host?: string;
  /** For those who tell by the newer API (the scheduler): what they were doing. */
  readonly action?: string;
}

/** Notes what happened to an object as an Event; a repetition counts the earlier one up, and similar ones are combined in the end. */
export async function recordEvent(client: ControllerClient, about: KubeObject, told: EventText): Promise<void> {
  const given = { ...told, component: told.component ?? client.name };
  const event = given.action === undefined ? correlatorOf(client.ctx).take(about, given, client.now()) : given;
  if (!event) return;
  const time = timestamp(event.at ?? client.now());
  const known = eventsAbout(client, about).find((other) => isSame(other, event));
  if (!known) return create(client, about, event, time);
  const key = { bucket: 'events', namespace: known.metadata.namespace ?? '', name: known.metadata.name ?? '' };
  await client.update(key, (live) => ({ ...live, message: event.message, count: (readNumber(live, 'count') ?? 1) + 1, lastTimestamp: time }) as KubeObject);
}

async function create(client: ControllerClient, about: KubeObject, event: EventText, time: string): Promise<void> {
  const { component = '', host, action } = event;
  await client.create('events', about.metadata.namespace ?? 'default', {
    metadata: { name: `${about.metadata.name ?? ''}.${(BigInt(event.at ?? client.now()) * 1_000_000n + BigInt(client.ctx.store.revision)).toString(16)}` },
    involvedObject: referenceTo(about, event),
    reason: event.reason,
    message: event.message,
    type: event.type,
    reportingComponent: component,
    reportingInstance: action === undefined ? (host ?? '') : `${component}-sandbox`,
    ...(action === undefined
      ? { source: { component, ...(host === undefined ? {} : { host }) }, firstTimestamp: time, lastTimestamp: time, count: 1 }
      : { action, eventTime: new Date(client.now()).toISOString().replace('Z', '000Z') }),
  });
}

function referenceTo(about: KubeObject, event: EventText): Record<string, unknown> {
  const { name, namespace, uid, resourceVersion } = about.metadata;
  return { kind: about.kind, apiVersion: about.apiVersion, name, namespace, uid, resourceVersion, ...(event.fieldPath === undefined ? {} : { fieldPath: event.fieldPath }) };
}

export function eventsAbout(client: ControllerClient, about: KubeObject): KubeObject[] {
  return client.ctx.store.referring(about.metadata.uid ?? '').filter(([key]) => key.bucket === 'events').map(([, event]) => event);
}

const combined = '(combined from similar events): ';

/** Combined events are one whatever they tell last. */
function isSame(other: KubeObject, event: EventText): boolean {
  const message = readString(other, 'message') ?? '';
  const isMessage = message === event.message || (message.startsWith(combined) && event.message.startsWith(combined));
  return isMessage && readString(other, 'involvedObject', 'fieldPath') === event.fieldPath && other['reason'] === event.reason && other['type'] === event.type && other['reportingComponent'] === event.component;
}
