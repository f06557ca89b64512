import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { linesOf } from './line.ts';

/** As much of an object as every kind has. */
export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
}

export interface Follower<T> {
  readonly changed: (object: T) => void;
  readonly removed?: (object: T) => void;
}

interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/**
 * Tells every object of a collection and every change of it, until the signal aborts. A watch that ends is taken up
 * where it ended; one that cannot be (410 Gone, a broken connection) begins again with a list, which may tell
 * objects that have not changed.
 */
export async function follow<T extends ApiObject>(connection: Connection, path: string, follower: Follower<T>, signal: AbortSignal): Promise<void> {
  const known = new Map<string, T>();
  while (!signal.aborted) {
    try {
      let version: string | undefined = await list(connection, path, known, follower);
      while (version !== undefined) version = await watch(connection, path, version, known, follower, signal);
    } catch {
      if (!signal.aborted) await sleep(250);
    }
  }
}

async function list<T extends ApiObject>(connection: Connection, path: string, known: Map<string, T>, follower: Follower<T>): Promise<string> {
  const { items, metadata } = await connection.demand<{ items: T[]; metadata: { resourceVersion: string } }>('GET', path);
  const present = new Set(items.map((item) => item.metadata.uid));
  for (const [uid, object] of known) {
    if (!present.has(uid)) forget(object, known, follower);
  }
  for (const item of items) tell(item, known, follower);
  return metadata.resourceVersion;
}

/** The version to go on from, or undefined when the collection must be listed again. */
async function watch<T extends ApiObject>(connection: Connection, path: string, version: string, known: Map<string, T>, follower: Follower<T>, signal: AbortSignal): Promise<string | undefined> {
  const response = await connection.open(`${path}?watch=true&allowWatchBookmarks=true&resourceVersion=${version}`, signal);
  if (response.statusCode !== 200) {
    response.resume();
    return undefined;
  }
  let latest = version;
  for await (const line of linesOf(response)) {
    const event = JSON.parse(line) as WatchEvent<T>;
    if (event.type === 'ERROR') return undefined;
    latest = event.object.metadata.resourceVersion ?? latest;
    if (event.type === 'DELETED') forget(event.object, known, follower);
    else if (event.type !== 'BOOKMARK') tell(event.object, known, follower);
  }
  return latest;
}

function tell<T extends ApiObject>(object: T, known: Map<string, T>, follower: Follower<T>): void {
  known.set(object.metadata.uid, object);
  follower.changed(object);
}

function forget<T extends ApiObject>(object: T, known: Map<string, T>, follower: Follower<T>): void {
  known.delete(object.metadata.uid);
  follower.removed?.(object);
}
