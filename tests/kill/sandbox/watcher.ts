import type { Connection } from '@sherpack/control-plane/connection';
import type { StoredMap } from './writer.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

interface Event {
  readonly type: string;
  readonly object: StoredMap & { readonly code?: number };
}

/** A client that keeps a copy of all objects by watching, over every restart of the server. */
export class Watcher {
  readonly #copy = new Map<string, string>();
  /** The newest version that it has seen. */
  version = 0;
  readonly wrong: string[] = [];
  relists = 0;
  resumed = 0;

  /** Goes on from where it was, until the server is gone. */
  async run(api: Connection): Promise<void> {
    try {
      if (this.version === 0) await this.#list(api);
      while (await this.#watch(api)) {
        await this.#list(api);
        this.relists += 1;
      }
    } catch {
      // The server was killed.
    }
  }

  async #list(api: Connection): Promise<void> {
    const { items, metadata } = await api.demand<{ items: StoredMap[]; metadata: { resourceVersion: string } }>('GET', MAPS);
    this.#copy.clear();
    for (const item of items) this.#copy.set(item.metadata.name, item.metadata.resourceVersion);
    this.#advance(Number(metadata.resourceVersion), 'the list');
  }

  /** Answers whether the server no longer knows the version. */
  async #watch(api: Connection): Promise<boolean> {
    let rest = '';
    const response = await api.open(`${MAPS}?watch=true&allowWatchBookmarks=true&resourceVersion=${this.version}`);
    this.resumed += 1;
    for await (const part of response) {
      const lines = (rest + String(part)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (this.#take(JSON.parse(line) as Event)) return true;
    }
    return false;
  }

  #take({ type, object }: Event): boolean {
    if (type === 'ERROR') {
      if (object.code !== 410) this.wrong.push(`the watch ended with ${JSON.stringify(object)}`);
      return true;
    }
    const { name, resourceVersion } = object.metadata;
    if (Number(resourceVersion) === this.version && type !== 'BOOKMARK') this.wrong.push(`the version ${resourceVersion} came twice`);
    this.#advance(Number(resourceVersion), `${type} ${name}`);
    if (type === 'DELETED') this.#copy.delete(name);
    else if (type !== 'BOOKMARK') this.#copy.set(name, resourceVersion);
    return false;
  }

  #advance(version: number, what: string): void {
    if (version < this.version) this.wrong.push(`${what} has the version ${version} after ${this.version}`);
    this.version = Math.max(this.version, version);
  }

  /** What differs between its copy and the objects. */
  differences(stored: ReadonlyMap<string, StoredMap>): string[] {
    const names = new Set([...stored.keys(), ...this.#copy.keys()]);
    return [...names].filter((name) => this.#copy.get(name) !== stored.get(name)?.metadata.resourceVersion).map((name) => `the watcher has ${name} at ${this.#copy.get(name)}, stored is ${stored.get(name)?.metadata.resourceVersion}`);
  }
}
