import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Family } from '../failure/family.ts';
import { listAt, textAt } from './object-status.ts';

interface Subscriber {
  readonly uid: () => string | undefined;
  /** Name of the claim whose consumers matter to it. */
  readonly claim: string | undefined;
  readonly changed: () => void;
}

/** What is known of one namespace. */
export interface RelativesStore extends Family {
  take(kind: string, objects: readonly KubernetesObject[], change: 'all' | 'set' | 'gone'): void;
  hasConsumer(claim: KubernetesObject): boolean;
  /** @returns ends it */
  subscribe(uid: Subscriber['uid'], claim: string | undefined, changed: () => void): () => void;
}

const EVENT = '/Event';
const POD = '/Pod';

export function createStore(): RelativesStore {
  const index = createIndex();
  const news = new Set<string>();
  const subscribers = new Set<Subscriber>();

  function notify(kind: string, object: KubernetesObject): void {
    const line = index.ancestry(kind, object);
    const claims = kind === POD ? claimsOf(object) : [];
    for (const { uid, claim, changed } of subscribers) {
      if (line.has(uid() ?? '') || (claim !== undefined && claims.includes(claim))) changed();
    }
  }

  function eventsAbout(uid: string | undefined): readonly KubernetesObject[] {
    return index.owned(uid, EVENT).toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
  }

  return {
    take(kind, objects, change) {
      if (change === 'all') {
        index.replaceAll(kind, objects);
        for (const { changed } of subscribers) changed();
        return;
      }
      for (const object of objects) {
        if (change === 'gone') index.drop(kind, object);
        else index.put(kind, object);
        if (kind === EVENT && change === 'set') news.add(object.metadata.uid ?? '');
        notify(kind, object);
      }
    },
    ownedBy: index.owned,
    eventsAbout,
    newsAbout: (uid) => eventsAbout(uid).filter((event) => news.has(event.metadata.uid ?? '')),
    hasConsumer: (claim) => index.all(POD).some((pod) => pod.metadata.deletionTimestamp === undefined && claimsOf(pod).includes(claim.metadata.name ?? '')),
    subscribe(uid, claim, changed) {
      const subscriber = { uid, claim, changed };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
}

/** Objects by kind, and by the uid of what they belong to. */
function createIndex() {
  const kinds = new Map<string, Map<string, KubernetesObject>>();
  const byOwner = new Map<string, Map<string, KubernetesObject>>();

  function kindOf(kind: string): Map<string, KubernetesObject> {
    const known = kinds.get(kind) ?? new Map<string, KubernetesObject>();
    kinds.set(kind, known);
    return known;
  }

  function put(kind: string, object: KubernetesObject): void {
    const uid = object.metadata.uid ?? '';
    kindOf(kind).set(uid, object);
    const owner = ownerOf(kind, object);
    if (owner === undefined) return;
    const owned = byOwner.get(`${owner} ${kind}`) ?? new Map<string, KubernetesObject>();
    byOwner.set(`${owner} ${kind}`, owned.set(uid, object));
  }

  function drop(kind: string, object: KubernetesObject): void {
    const uid = object.metadata.uid ?? '';
    kindOf(kind).delete(uid);
    byOwner.get(`${ownerOf(kind, object)} ${kind}`)?.delete(uid);
  }

  return {
    put,
    drop,
    replaceAll(kind: string, objects: readonly KubernetesObject[]): void {
      for (const old of kindOf(kind).values()) drop(kind, old);
      for (const object of objects) put(kind, object);
    },
    all: (kind: string) => [...kindOf(kind).values()],
    owned: (uid: string | undefined, kind: string) => [...(byOwner.get(`${uid} ${kind}`)?.values() ?? [])],
    /** The uids from an object's owner up to the top. */
    ancestry(kind: string, object: KubernetesObject): ReadonlySet<string> {
      const line = new Set<string>();
      let owner = ownerOf(kind, object);
      while (owner !== undefined && !line.has(owner)) {
        line.add(owner);
        const parent = kindOf('apps/ReplicaSet').get(owner) ?? kindOf(POD).get(owner);
        owner = parent === undefined ? undefined : controllerOf(parent);
      }
      return line;
    },
  };
}

/** Whose an object is: an event is that of the object that it is about. */
function ownerOf(kind: string, object: KubernetesObject): string | undefined {
  return kind === EVENT ? textAt(object, 'involvedObject', 'uid') : controllerOf(object);
}

function controllerOf(object: KubernetesObject): string | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

function claimsOf(pod: KubernetesObject): readonly string[] {
  return listAt<{ persistentVolumeClaim?: { claimName?: string } }>(pod, 'spec', 'volumes').flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

function timeOf(event: KubernetesObject): string {
  return textAt(event, 'lastTimestamp') ?? textAt(event, 'eventTime') ?? event.metadata.creationTimestamp ?? '';
}
