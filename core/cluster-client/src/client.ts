import type { Clock, WriteCluster } from '@sherpack/plugin-api';
import { createConnection } from './connection.ts';
import { createDiscovery } from './discovery.ts';
import { createReads } from './read.ts';
import { DEFAULT_RETRY } from './retry.ts';
import type { RetryPolicy } from './retry.ts';
import type { Transport } from './transport.ts';
import { createVerbs } from './write.ts';

export interface ClusterClientOptions {
  /** The key of the cluster variant. */
  readonly variant: string;
  readonly defaultStorage: string;
  readonly observable: boolean;
  /** For objects and reads that name none. */
  readonly namespace: string;
  /** The server for people: its address. */
  readonly server: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly userAgent: string;
  /** Stands in for the UID of a cluster whose kube-system may not be read. */
  readonly fallbackUid: string;
  readonly retry?: Partial<RetryPolicy>;
  /** Between 0 and 1; jitter of pauses. Default: Math.random. */
  readonly random?: () => number;
  /** Ends what the transport holds open. */
  readonly close?: () => Promise<void>;
}

/** A Kubernetes API server behind any transport: in another machine or in this process. */
export function createClusterClient(options: ClusterClientOptions): WriteCluster {
  const { variant, defaultStorage, observable, namespace, fallbackUid } = options;
  const connection = createConnection({
    transport: options.transport,
    server: options.server,
    clock: options.clock,
    userAgent: options.userAgent,
    retry: { ...DEFAULT_RETRY, ...options.retry },
    random: options.random ?? Math.random,
  });
  const discovery = createDiscovery(connection);
  const writing = { connection, discovery, namespace };
  return {
    variant,
    defaultStorage,
    observable,
    namespace,
    ...createReads({ connection, discovery, namespace, fallbackUid }),
    ...createVerbs({ ...writing, dryRun: false }),
    dryRun: createVerbs({ ...writing, dryRun: true }),
    close: onlyOnce(async () => options.close?.()),
  };
}

function onlyOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}
