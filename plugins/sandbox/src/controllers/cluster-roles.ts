import { equalValues } from '@sherpack/field-set/equal';
import { readList } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';

const bucket = 'clusterroles.rbac.authorization.k8s.io';

/** Puts the rules of aggregated roles such as `view` together (pkg/controller/clusterroleaggregation). */
export const clusterRoles: Controller = {
  name: 'clusterrole-aggregation-controller',
  watches: [bucket],
  affected: (_, client) => client.list(bucket).filter((role) => selectorsOf(role).length > 0).map((role) => keyFor(bucket, role)),
  async reconcile(key, client) {
    const role = client.get(key);
    if (!role || selectorsOf(role).length === 0) return;
    const rules = rulesFor(role, client);
    if (!equalValues(readList(role, 'rules'), rules)) client.replace(key, { ...role, rules });
  },
};

function selectorsOf(role: KubeObject): readonly Record<string, unknown>[] {
  return readList(role, 'aggregationRule', 'clusterRoleSelectors');
}

function rulesFor(role: KubeObject, client: ControllerClient): readonly unknown[] {
  const sources = selectorsOf(role).flatMap((selector) => client.list(bucket).filter((other) => other !== role && matchesLabelSelector(selector, other.metadata.labels)));
  return sources.flatMap((source) => readList(source, 'rules')).reduce<unknown[]>((rules, rule) => (rules.some((known) => equalValues(known, rule)) ? rules : [...rules, rule]), []);
}
