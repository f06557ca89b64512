import type { ClusterFailure, ExitCode } from '@sherpack/plugin-api';
import { ClusterError } from '@sherpack/plugin-api';

export interface ClusterErrorDetails {
  readonly message: string;
  readonly hint: string;
  readonly failure: ClusterFailure;
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

type Factories<Table> = {
  readonly [Code in keyof Table]: Table[Code] extends (...args: infer Args) => ClusterErrorDetails
    ? (...args: Args) => ClusterError
    : never;
};

/** Like `defineErrors` of the API, for errors that carry the server's answer. */
export function defineClusterErrors<Table extends Record<string, (...args: never[]) => ClusterErrorDetails>>(table: Table): Factories<Table> {
  const factories = Object.entries(table).map(([code, details]) => [
    code,
    (...args: never[]) => {
      const { message, failure, ...rest } = details(...args);
      return new ClusterError(`CLUSTER_${code}`, message, failure, rest);
    },
  ]);
  return Object.fromEntries(factories) as Factories<Table>;
}

/** For what no answer of a server is behind. */
export const NO_ANSWER: ClusterFailure = Object.freeze({ status: 0, reason: '', body: undefined });
