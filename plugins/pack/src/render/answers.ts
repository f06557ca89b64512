import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import type { LookupQuestion, ReadCluster, RecordedAnswers } from '@sherpack/plugin-api';

/** The answers to what templates ask of the outside, for one operation. */
export interface AnswerBook {
  /** Answers for one rendering; a repetition under the same `name` draws the same random bytes. */
  reader(name: string): RecordedAnswers;
  /** Looks the questions up. */
  answer(questions: readonly LookupQuestion[]): Promise<void>;
}

export interface AnswerOptions {
  /** Missing: every lookup finds nothing. */
  readonly cluster: ReadCluster | undefined;
  readonly namespace: string;
  /** Milliseconds since the epoch: the same moment for all templates. */
  readonly now: number;
  readonly signal: AbortSignal;
}

export function createAnswerBook({ cluster, namespace, now, signal }: AnswerOptions): AnswerBook {
  let seed: Uint8Array | undefined;
  const known = new Map<string, unknown>();
  return {
    reader: (name) => ({
      lookup: (question) => known.get(keyOf(question)),
      now: () => now,
      randomBytes: lazily(() => randomStream(seed ??= randomBytes(32), name)),
    }),
    async answer(questions) {
      for (const question of questions) {
        const found = cluster === undefined ? undefined : await lookUp(cluster, question, namespace, signal);
        known.set(keyOf(question), found ?? (question.name === '' ? { items: [] } : {}));
      }
    },
  };
}

async function lookUp(cluster: ReadCluster, question: LookupQuestion, namespace: string, signal: AbortSignal): Promise<unknown> {
  const { apiVersion, kind, name } = question;
  const resource = await cluster.resource({ apiVersion, kind }, { signal });
  // A kind that the cluster does not know has no objects.
  if (resource === undefined) return undefined;
  if (name !== '') {
    const place = resource.namespaced ? { namespace: question.namespace === '' ? namespace : question.namespace } : {};
    return cluster.get({ apiVersion, kind, name, ...place }, { signal });
  }
  const place = resource.namespaced && question.namespace !== '' ? { namespace: question.namespace } : {};
  const { items, resourceVersion } = await cluster.list({ apiVersion, kind }, { signal, ...place });
  return { apiVersion, kind: `${kind}List`, metadata: { resourceVersion }, items };
}

function keyOf({ apiVersion, kind, namespace, name }: LookupQuestion): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

/** Most templates draw nothing, and cryptography takes its time to load. */
function lazily(create: () => RecordedAnswers['randomBytes']): RecordedAnswers['randomBytes'] {
  let stream: RecordedAnswers['randomBytes'] | undefined;
  return (count) => (stream ??= create())(count);
}

/** A key stream of AES in counter mode: unguessable without the seed, and the same for every repetition. */
function randomStream(seed: Uint8Array, name: string): (count: number) => Uint8Array {
  const key = createHmac('sha256', seed).update(name).digest();
  const cipher = createCipheriv('aes-256-ctr', key, new Uint8Array(16));
  return (count) => new Uint8Array(cipher.update(new Uint8Array(count)));
}
