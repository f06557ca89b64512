import type { Connection } from './connection.ts';

export interface UserOptions {
  /** The namespace of the kubeconfig's context. */
  readonly namespace?: string;
}

/** A control plane in use, whoever started it. */
export interface ControlPlane {
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly server: string;
  /** Where certificates, logs and kubeconfigs lie. */
  readonly folder: string;
  /** Path of the audit log, JSON lines; undefined on an existing cluster, whose log is out of reach. */
  readonly auditLog: string | undefined;
  /** Such as `v1.36.4`. */
  readonly version: string;
  /** The harness's own connection, with all rights and out of the way of the audit log's `admin`. */
  readonly connection: Connection;
  /** Path of a kubeconfig for this user. Every actor of a test gets its own, so that the audit log tells them apart. */
  user(name: string, groups?: readonly string[], options?: UserOptions): Promise<string>;
  /** Stops what this process started; nothing for a control plane of others. */
  stop(): Promise<void>;
}
