import type { Connection } from '@sherpack/control-plane/connection';

export interface StoredMap {
  readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly managedFields?: unknown };
  readonly data?: Readonly<Record<string, string>>;
}

/** What is known of an object: the number last written to it, or that it is not there. */
type Known = number | undefined;

const MAPS = '/api/v1/namespaces/default/configmaps';
const NAMES = 6;

/** One client, which alone writes its objects and remembers what the server said. */
export class Writer {
  readonly #id: string;
  readonly #random: () => number;
  readonly #known = new Map<string, Known>();
  /** The write that got no answer, if the server was killed during one. */
  #doubt: { readonly name: string; readonly after: Known } | undefined;
  #count = 0;
  acknowledged = 0;
  highest = 0;

  constructor(id: string, random: () => number) {
    this.#id = id;
    this.#random = random;
  }

  /** Writes until the server is gone. */
  async run(api: Connection): Promise<void> {
    for (;;) {
      const name = `${this.#id}-${Math.floor(this.#random() * NAMES)}`;
      const isDeletion = this.#known.get(name) !== undefined && this.#random() < 0.2;
      this.#count += 1;
      this.#doubt = { name, after: isDeletion ? undefined : this.#count };
      try {
        await (isDeletion ? this.#delete(api, name) : this.#write(api, name));
      } catch (error) {
        if (error instanceof WrongAnswerError) throw error;
        return;
      }
      this.#known.set(name, this.#doubt.after);
      this.#doubt = undefined;
      this.acknowledged += 1;
    }
  }

  async #delete(api: Connection, name: string): Promise<void> {
    const { status, body } = await api.request('DELETE', `${MAPS}/${name}`);
    if (status !== 200) throw new WrongAnswerError(`DELETE ${name}: ${status} ${JSON.stringify(body)}`);
  }

  /** By POST and PUT, merge patch, or server-side apply. All put the number in twice. */
  async #write(api: Connection, name: string): Promise<void> {
    const number = String(this.#count);
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { number, again: number, filler: 'x'.repeat(Math.floor(this.#random() * 2000)) } };
    const answer = await this.#send(api, `${MAPS}/${name}`, object);
    if (answer.status > 201) throw new WrongAnswerError(`writing ${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.#note(answer.body as StoredMap);
  }

  #send(api: Connection, path: string, object: { readonly metadata: { readonly name: string }; readonly data: unknown }): Promise<{ status: number; body: unknown }> {
    const isThere = this.#known.get(object.metadata.name) !== undefined;
    const way = this.#random();
    if (way < 0.5) return api.request('PATCH', `${path}?fieldManager=writer&force=true`, { body: object, contentType: 'application/apply-patch+yaml' });
    if (!isThere) return api.request('POST', MAPS, { body: object });
    if (way < 0.75) return api.request('PATCH', path, { body: { data: object.data }, contentType: 'application/merge-patch+json' });
    return api.request('PUT', path, { body: object });
  }

  #note({ metadata }: StoredMap): void {
    this.highest = Math.max(this.highest, Number(metadata.resourceVersion));
  }

  /** Compares what is there with what was said; of the write without an answer either is right, and is known from then on. */
  check(stored: ReadonlyMap<string, StoredMap>): string[] {
    const wrong: string[] = [];
    for (let i = 0; i < NAMES; i += 1) {
      const name = `${this.#id}-${i}`;
      const found = stored.get(name);
      const number = found && Number(found.data?.['number']);
      if (found && (found.data?.['again'] !== found.data?.['number'] || found.metadata.managedFields === undefined)) wrong.push(`${name} is half written: ${JSON.stringify(found)}`);
      const isDoubted = this.#doubt?.name === name && this.#doubt.after === number;
      if (number !== this.#known.get(name) && !isDoubted) wrong.push(`${name} is ${number}, acknowledged was ${this.#known.get(name)}`);
      this.#known.set(name, number);
    }
    this.#doubt = undefined;
    return wrong;
  }
}

/** The server answered, and not as it should. */
export class WrongAnswerError extends Error {}
