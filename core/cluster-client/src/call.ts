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
  /** Texts in the object written that must not be echoed; looked for when the server has said something. */
  readonly secrets?: (() => readonly string[]) | undefined;
  /** The object is a Secret or holds secret values, so the server's words may quote them. */
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
