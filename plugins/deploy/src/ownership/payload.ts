import type { ApiResource, KubernetesObject, StepOwnership } from '@sherpack/plugin-api';
import { heldReplicas, withReplicas } from './scale.ts';
import { withoutPrinted } from './printed-path.ts';

export interface PayloadOptions {
  readonly live: KubernetesObject | undefined;
  readonly resource: ApiResource | undefined;
  readonly manager: string;
}

/** What is sent: the wished object without the fields left to others, and with what must be held for a while. */
export function payloadOf(desired: KubernetesObject, ownership: Pick<StepOwnership, 'left'> | undefined, { live, resource, manager }: PayloadOptions): KubernetesObject {
  const rest = (ownership?.left ?? []).reduce((object, { field }) => withoutPrinted(object, field), desired);
  const held = live === undefined || isLeft(ownership) ? undefined : heldReplicas(desired, live, resource, manager);
  return held === undefined ? rest : withReplicas(rest, held);
}

function isLeft(ownership: Pick<StepOwnership, 'left'> | undefined): boolean {
  return (ownership?.left ?? []).some(({ field }) => field === '.spec.replicas');
}
