import type { DeployContext, Plan } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** @throws RELEASE_WAIT_UNSUPPORTED before anything is written */
export async function applyTap(plan: Plan, context: DeployContext): Promise<Plan> {
  if (!plan.wait || context.operation.kind === 'uninstall') return plan;
  const cluster = await context.cluster('read');
  if (!cluster.observable) throw errors.WAIT_UNSUPPORTED(cluster.variant);
  return plan;
}
