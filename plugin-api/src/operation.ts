import type { JsonObject } from './json.ts';
import type { Release } from './release.ts';
import type { ValueLayer } from './values.ts';

/**
 * Switches of an operation, camelCase, as the command line or another caller gave them. Plugins that contribute an
 * option add it here: `declare module '@sherpack/plugin-api' { interface OperationFlags { waves?: boolean } }`.
 */
export interface OperationFlags {}

/** `client` renders only; `server` also asks the API server, writing nothing. */
export type DryRun = 'none' | 'client' | 'server';

/** What a caller asks for. */
export interface OperationRequest {
  /** The name of a row in the table of operations: install, upgrade, template, … */
  readonly kind: string;
  readonly release?: Release;
  /** Reference of the pack as given: folder, archive or what a dependency source understands. */
  readonly pack?: string;
  /** Layers above the pack's own values, lowest first. */
  readonly values?: readonly ValueLayer[];
  /** The revision that the operation is about, for instance the target of a rollback. */
  readonly revision?: number;
  readonly dryRun?: DryRun;
  readonly flags?: Partial<OperationFlags> & JsonObject;
  /** Limit for the whole operation, in milliseconds. */
  readonly timeout?: number;
}

/** A request under way: what every tap gets as `ctx.operation`. Frozen. */
export interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly release: Release | undefined;
  readonly pack: string | undefined;
  readonly values: readonly ValueLayer[];
  readonly revision: number | undefined;
  readonly dryRun: DryRun;
  readonly flags: Partial<OperationFlags> & JsonObject;
  /** Milliseconds since the epoch, by the kernel's clock. */
  readonly startedAt: number;
  /** Set when an operation runs inside another one. */
  readonly parent: string | undefined;
}
