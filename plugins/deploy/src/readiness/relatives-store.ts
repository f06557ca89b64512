import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Family } from '../failure/family.ts';
import { listAt, textAt } from './object-status.ts';

type Changed = () => void;

/** What is known of one namespace. */
export interface RelativesStore extends Family {
  take(kind: string, objects: readonly KubernetesObject[], change: 'all' | 'set' | 'gone'): void;
  hasConsumer(claim: KubernetesObject): boolean;
  /**
   * Calls when something below the object with this uid changes, or a pod that uses the claim of this name.
   *
   * @returns ends it
   */
  subscribe(uid: string, claim: string | undefined, changed: Changed): () => void;
}

const EVENT = '/Event';
const POD = '/Pod';

export function createStore(): RelativesStore {
  const index = createIndex();
  const news = new Set<string>();
  const subscribers = new Map<string, Set<Changed>>();

  function call(key: string): void {
    for (const changed of subscribers.get(key) ?? []) changed();
  }

  function notify(kind: string, object: KubernetesObject): void {
    for (const uid of index.ancestry(kind, object)) call(uid);
    if (kind === POD) for (const claim of claimsOf(object)) call(claimKey(claim));
  }

  function add(key: string, changed: Changed): () => void {
    const set = subscribers.get(key) ?? new Set<Changed>();
    subscribers.set(key, set.add(changed));
    return () => {
      set.delete(changed);
      if (set.size === 0) subscribers.delete(key);
    };
  }

  function eventsAbout(uid: string | undefined): readonly KubernetesObject[] {
    return index.owned(uid, EVENT).toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
  }

  return {
    take(kind, objects, change) {
      if (change === 'all') {
        index.replaceAll(kind, objects);
        for (const key of subscribers.keys()) call(key);
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
      const ends = [add(uid, changed), ...(claim === undefined ? [] : [add(claimKey(claim), changed)])];
      return () => ends.forEach((end) => end());
    },
  };
}

function claimKey(name: string): string {
  return `claim ${name}`;
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
