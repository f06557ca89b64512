import { Buffer } from 'node:buffer';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';

interface Secret {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly type: string;
  readonly data?: Readonly<Record<string, string>>;
}

export interface Stored {
  /** Decoded bytes of `data`, of all Secrets of the tool's type. */
  readonly data: number;
  /** Bytes of those objects whole, as the API gives them in JSON: metadata and managed fields included. */
  readonly objects: number;
  readonly count: number;
  /** The bytes of `data`, by the Secret's name. */
  readonly values: ReadonlyMap<string, Buffer>;
}

/** What a tool keeps of its releases in a namespace. Helm's data is text in base64 once more; it is counted as it is stored. */
export async function storedIn(plane: ControlPlane, namespace: string, type: string): Promise<Stored> {
  const { items } = await plane.connection.demand<{ items: Secret[] }>('GET', `/api/v1/namespaces/${namespace}/secrets?fieldSelector=type=${type}`);
  const values = new Map(items.map(({ metadata, data = {} }) => [metadata.name, Buffer.concat(Object.values(data).map((text) => Buffer.from(text, 'base64')))]));
  return {
    data: [...values.values()].reduce((sum, { length }) => sum + length, 0),
    objects: items.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)), 0),
    count: items.length,
    values,
  };
}
