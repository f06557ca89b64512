import type { ServerContext } from '../server/context.ts';
import { endpointSlices, loadBalancers } from './addresses.ts';
import { apiServices } from './api-services.ts';
import { autoscalers } from './autoscalers.ts';
import { claims } from './claims.ts';
import { createClusterObjects } from './cluster-objects.ts';
import type { Controller } from './controller.ts';
import { clusterRoles } from './cluster-roles.ts';
import { cronJobs } from './cron-jobs.ts';
import { customDefinitions } from './custom-definitions.ts';
import { daemonSets } from './daemon-sets.ts';
import { deployments } from './deployments.ts';
import { disruptionBudgets } from './disruption-budgets.ts';
import { endpoints } from './endpoints.ts';
import { garbage } from './garbage.ts';
import { jobs } from './jobs.ts';
import { ControllerLoop } from './loop.ts';
import { namespaceContent } from './namespace-content.ts';
import { namespaces } from './namespaces.ts';
import { pods } from './pods.ts';
import { replicaSets, replicationControllers } from './replica-sets.ts';
import { resourceQuotas } from './resource-quotas.ts';
import { scheduler } from './scheduler.ts';
import { statefulSets } from './stateful-sets.ts';
import { volumes } from './volumes.ts';

export interface Controllers {
  drain(): Promise<void>;
  stop(): void;
}

export interface StartOptions {
  /** False leaves only what the API server itself does: establishing custom kinds. */
  readonly all: boolean;
  /** Runs work that a timer made due, in turn with the requests. */
  readonly run: (work: () => Promise<void>) => void;
}

const always: readonly Controller[] = [customDefinitions, apiServices];

const cluster: readonly Controller[] = [
  namespaceContent,
  namespaces,
  garbage,
  deployments,
  replicaSets,
  replicationControllers,
  statefulSets,
  daemonSets,
  jobs,
  cronJobs,
  claims,
  volumes,
  scheduler,
  pods,
  loadBalancers,
  endpointSlices,
  endpoints,
  disruptionBudgets,
  autoscalers,
  clusterRoles,
  resourceQuotas,
];

export async function startControllers(ctx: ServerContext, options: StartOptions): Promise<Controllers> {
  if (options.all) await createClusterObjects(ctx);
  const loop: ControllerLoop = new ControllerLoop(ctx, options.all ? [...always, ...cluster] : always, () => options.run(() => loop.drain()));
  return loop;
}
