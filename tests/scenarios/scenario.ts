import type { Connection } from '@sherpack/control-plane/connection';

/** What one run of the command line did. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a scenario acts with: the same on every target. */
export interface ScenarioContext {
  /** The release namespace; exists and is empty. */
  readonly namespace: string;
  /** Raw requests to the API server that the scenario runs on. */
  readonly api: Connection;
  /** Runs the built `sherpack` against the target, in the scenario's folder. Never throws for an exit code. */
  sherpack(...args: readonly string[]): Promise<CommandOutcome>;
  /** The same, and throws with all that was printed unless it ends with 0. */
  ok(...args: readonly string[]): Promise<CommandOutcome>;
  /** `sherpack … -o json`, parsed. */
  json(...args: readonly string[]): Promise<unknown>;
  /** Folder of an example pack. */
  example(name: string): string;
  /** An object by its path below the namespace, like `apps/v1 deployments web`; undefined if it is not there. */
  get(apiVersion: string, plural: string, name: string): Promise<Record<string, unknown> | undefined>;
}

/** A whole operation, told by its folder's name. After `run` the state of the namespace is compared. */
export interface Scenario {
  run(context: ScenarioContext): Promise<void>;
}

export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}
