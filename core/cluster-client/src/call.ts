import type { KubernetesObject } from '@sherpack/plugin-api';
import type { HttpMethod } from './transport.ts';

/** A request before it becomes HTTP: with all that its errors have to say. */
export interface Call {
  readonly method: HttpMethod;
  readonly path: string;
  /** For people, after "could not": `apply Deployment demo/web`. */
  readonly action: string;
  /** The sending may be repeated after an unclear outcome without doing more than once. */
  readonly repeatable: boolean;
  readonly accept?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
  /** The object written, if its values must not be echoed: a Secret. */
  readonly secret?: KubernetesObject | undefined;
  /** The path concerns a Secret, so the server's words may quote its values. */
  readonly secretive?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The outcome of a call that the server granted. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly warnings: readonly string[];
}
