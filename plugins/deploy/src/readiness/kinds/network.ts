import type { KubernetesObject } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';
import type { Verdict } from '../contract.ts';
import { conditionOf, isTrue, listAt, textAt, wordsOf } from '../object-status.ts';
import { progressing, ready } from '../verdicts.ts';
import type { JudgeTable } from './judge.ts';

export const network: JudgeTable = Object.freeze({
  '/Service': judgeService,
  'networking.k8s.io/ServiceCIDR': (object) => (isTrue(object, 'Ready') ? ready() : progressing(wordsOf(conditionOf(object, 'Ready'), 'not ready yet'))),
});

function judgeService(object: KubernetesObject): Verdict {
  const type = textAt(object, 'spec', 'type') ?? 'ClusterIP';
  if (type === 'ExternalName') return ready();
  if ((valueAt(object, ['spec', 'clusterIP']) ?? '') === '') return progressing('it has no address in the cluster yet');
  if (type !== 'LoadBalancer') return ready();
  const ingress = listAt<{ ip?: string; hostname?: string }>(object, 'status', 'loadBalancer', 'ingress');
  const address = ingress.map(({ ip, hostname }) => ip ?? hostname).find((text) => text !== undefined);
  return ingress.length > 0 ? ready(`address ${address ?? 'given'}`) : progressing('the load balancer has no address yet');
}
