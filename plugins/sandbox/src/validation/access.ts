import { equalValues } from '@sherpack/field-set/equal';
import type { KubeObject } from '../server/api-types.ts';
import { all, each, fields, isUnset, named, needed, type Check, type Json } from './check.ts';
import { invalid, notSupported, required, type FieldErrors } from './field-error.ts';
import { pathSegmentProblems, subdomainProblems } from './names.ts';
import { labelSelector } from './selector.ts';

const group = 'rbac.authorization.k8s.io';
const subjectKinds = ['Group', 'ServiceAccount', 'User'];

function exactly(...values: readonly string[]): Check {
  return (value, at) => (values.includes(String(value ?? '')) ? [] : [notSupported(at, value ?? '', values.filter((one) => one !== ''))]);
}

function rule(isNamespaced: boolean): Check {
  return (value, at) => {
    const one = value as Json;
    const errors: FieldErrors = isUnset(one['verbs']) ? [required(`${at}.verbs`, 'verbs must contain at least one value')] : [];
    if (!isUnset(one['nonResourceURLs'])) {
      if (isNamespaced) return [...errors, invalid(`${at}.nonResourceURLs`, one['nonResourceURLs'], 'namespaced rules cannot apply to non-resource URLs')];
      const isBoth = !isUnset(one['apiGroups']) || !isUnset(one['resources']) || !isUnset(one['resourceNames']);
      return isBoth ? [...errors, invalid(`${at}.nonResourceURLs`, one['nonResourceURLs'], 'rules cannot apply to both regular resources and non-resource URLs')] : errors;
    }
    if (isUnset(one['apiGroups'])) errors.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'));
    if (isUnset(one['resources'])) errors.push(required(`${at}.resources`, 'resource rules must supply at least one resource'));
    return errors;
  };
}

export const role: Check = fields({ rules: each(rule(true)) });

export const clusterRole: Check = fields({
  rules: each(rule(false)),
  aggregationRule: fields({ clusterRoleSelectors: needed(each(labelSelector), 'at least one clusterRoleSelector required if aggregationRule is non-nil') }),
});

function subject(isCluster: boolean): Check {
  return all(
    fields({
      name: needed(),
      kind: exactly(...subjectKinds),
    }),
    (value, at) => {
      const one = value as Json;
      const wanted = one['kind'] === 'ServiceAccount' ? '' : group;
      const known = subjectKinds.includes(String(one['kind']));
      const errors = known && (one['apiGroup'] ?? '') !== wanted ? [notSupported(`${at}.apiGroup`, one['apiGroup'] ?? '', [wanted])] : [];
      if (one['kind'] !== 'ServiceAccount') return errors;
      if (one['name']) errors.push(...subdomainProblems(String(one['name'])).map((problem) => invalid(`${at}.name`, one['name'], problem)));
      return isCluster && !one['namespace'] ? [...errors, required(`${at}.namespace`)] : errors;
    },
  );
}

function binding(isCluster: boolean): Check {
  const kinds = isCluster ? ['ClusterRole'] : ['ClusterRole', 'Role'];
  return fields({
    roleRef: fields({ apiGroup: exactly(group), kind: exactly(...kinds), name: needed(named(pathSegmentProblems)) }),
    subjects: each(subject(isCluster)),
  });
}

export const roleBinding = binding(false);
export const clusterRoleBinding = binding(true);

export function bindingUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  return equalValues(object['roleRef'], live['roleRef']) ? [] : [invalid('roleRef', object['roleRef'], 'cannot change roleRef')];
}
