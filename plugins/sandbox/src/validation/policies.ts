import { equalValues } from '@sherpack/field-set/equal';
import { read, readList, readNumber, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { invalid, notSupported, required, type FieldErrors } from './field-error.ts';

const subjectKinds = ['Group', 'ServiceAccount', 'User'];

export function bindingErrors(object: KubeObject): FieldErrors {
  const isCluster = object.kind === 'ClusterRoleBinding';
  const kinds = isCluster ? ['ClusterRole'] : ['ClusterRole', 'Role'];
  const kind = readString(object, 'roleRef', 'kind') ?? '';
  const errors: FieldErrors = kinds.includes(kind) ? [] : [notSupported('roleRef.kind', kind, kinds)];
  if (!readString(object, 'roleRef', 'name')) errors.push(required('roleRef.name'));
  return [...errors, ...readList(object, 'subjects').flatMap((subject, i) => subjectErrors(subject, i, isCluster))];
}

function subjectErrors(subject: Record<string, unknown>, i: number, isCluster: boolean): FieldErrors {
  const at = `subjects[${i}]`;
  const errors: FieldErrors = subject['name'] ? [] : [required(`${at}.name`)];
  if (!subjectKinds.includes(String(subject['kind']))) errors.push(notSupported(`${at}.kind`, subject['kind'], subjectKinds));
  const needsNamespace = isCluster && subject['kind'] === 'ServiceAccount' && !subject['namespace'];
  return needsNamespace ? [...errors, required(`${at}.namespace`)] : errors;
}

export function bindingUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  return equalValues(object['roleRef'], live['roleRef']) ? [] : [invalid('roleRef', object['roleRef'], 'cannot change roleRef')];
}

export function roleErrors(object: KubeObject): FieldErrors {
  return readList(object, 'rules').flatMap((rule, i) => {
    const at = `rules[${i}]`;
    const isEmpty = (name: string): boolean => !Array.isArray(rule[name]) || rule[name].length === 0;
    if (isEmpty('verbs')) return [required(`${at}.verbs`, 'verbs must contain at least one value')];
    if (!isEmpty('nonResourceURLs')) return [];
    const groups = isEmpty('apiGroups') ? [required(`${at}.apiGroups`, 'resource rules must supply at least one api group')] : [];
    return isEmpty('resources') ? [...groups, required(`${at}.resources`, 'resource rules must supply at least one resource')] : groups;
  });
}

export function budgetErrors(object: KubeObject): FieldErrors {
  const hasBoth = read(object, 'spec', 'minAvailable') !== undefined && read(object, 'spec', 'maxUnavailable') !== undefined;
  return hasBoth ? [invalid('spec', object['spec'], 'minAvailable and maxUnavailable cannot be both set')] : [];
}

export function autoscalerErrors(object: KubeObject): FieldErrors {
  const min = readNumber(object, 'spec', 'minReplicas') ?? 1;
  const max = readNumber(object, 'spec', 'maxReplicas') ?? 0;
  const errors: FieldErrors = min < 1 ? [invalid('spec.minReplicas', min, 'must be greater than or equal to 1')] : [];
  if (max < 1) errors.push(invalid('spec.maxReplicas', max, 'must be greater than 0'));
  if (max < min) errors.push(invalid('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`'));
  return errors;
}
