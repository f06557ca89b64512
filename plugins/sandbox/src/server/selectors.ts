import { badRequest } from './status-error.ts';
import { readString, read } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';

export type Matcher = (object: KubeObject) => boolean;

interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent' | 'gt' | 'lt';
  readonly values: readonly string[];
}

/** A `labelSelector` parameter: `a=b,c in (d,e),!f`. Throws the server's answer to a malformed one. */
export function labelMatcher(selector: string): Matcher {
  const requirements = splitRequirements(selector).map(parseRequirement);
  return (object) => requirements.every((requirement) => matches(requirement, object.metadata.labels ?? {}));
}

/** A `LabelSelector` of an object, such as a Deployment's. An empty one matches all, none matches nothing. */
export function matchesLabelSelector(selector: unknown, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (selector === undefined || selector === null) return false;
  const equal = Object.entries((read(selector, 'matchLabels') ?? {}) as Record<string, string>);
  const expressions = (read(selector, 'matchExpressions') ?? []) as { key: string; operator: string; values?: string[] }[];
  const own = labels ?? {};
  return equal.every(([key, value]) => Object.hasOwn(own, key) && own[key] === value) && expressions.every((e) => matches(expressionOf(e), own));
}

function expressionOf(e: { key: string; operator: string; values?: string[] }): Requirement {
  const operator = ({ In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: 'absent' } as const)[e.operator] ?? 'absent';
  return { key: e.key, operator, values: e.values ?? [] };
}

function splitRequirements(selector: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isInSet = false;
  for (let at = 0; at <= selector.length; at += 1) {
    const sign = selector[at];
    if (sign === '(' || sign === ')') isInSet = sign === '(';
    if (sign !== undefined && (sign !== ',' || isInSet)) continue;
    parts.push(selector.slice(start, at).trim());
    start = at + 1;
  }
  return parts.filter((part) => part !== '');
}

function parseRequirement(text: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) return { key: set[1] ?? '', operator: set[2] as 'in', values: (set[3] ?? '').split(',').map((value) => value.trim()) };
  const compared = /^([^\s=!<>]+)\s*(==|=|!=|>|<)\s*([\w.-]*)$/.exec(text);
  if (compared) return { key: compared[1] ?? '', operator: comparison(compared[2] ?? ''), values: [compared[3] ?? ''] };
  const plain = /^(!?)\s*([^\s=!<>()]+)$/.exec(text);
  if (plain) return { key: plain[2] ?? '', operator: plain[1] === '!' ? 'absent' : 'exists', values: [] };
  throw badRequest(`unable to parse requirement: found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
}

function comparison(sign: string): Requirement['operator'] {
  if (sign === '!=') return 'notin';
  if (sign === '>') return 'gt';
  return sign === '<' ? 'lt' : 'in';
}

function matches(requirement: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'in':
      return value !== undefined && requirement.values.includes(value);
    case 'notin':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    case 'gt':
      return value !== undefined && Number(value) > Number(requirement.values[0]);
    default:
      return value !== undefined && Number(value) < Number(requirement.values[0]);
  }
}

/** Fields by which a kind can be listed beside its name and namespace. */
const selectableFields: Readonly<Record<string, readonly string[]>> = {
  pods: ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork', 'status.phase', 'status.podIP', 'status.podIPs', 'status.nominatedNodeName'],
  events: ['involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid', 'involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath', 'reason', 'reportingComponent', 'source', 'type'],
  'events.events.k8s.io': ['regarding.kind', 'regarding.namespace', 'regarding.name', 'regarding.uid', 'reason', 'type'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  replicationcontrollers: ['status.replicas'],
  'replicasets.apps': ['status.replicas'],
  'jobs.batch': ['status.successful'],
  'certificatesigningrequests.certificates.k8s.io': ['spec.signerName'],
};

/** A `fieldSelector` parameter: `metadata.name=x,status.phase!=Running`. */
export function fieldMatcher(selector: string, bucket: string, declared: readonly string[] = []): Matcher {
  const known = ['metadata.name', 'metadata.namespace', ...(selectableFields[bucket] ?? []), ...declared];
  const terms = selector.split(',').filter((term) => term !== '').map((term) => parseTerm(term, known));
  return (object) => terms.every(({ field, value, negated }) => (fieldValue(object, field) === value) !== negated);
}

function parseTerm(term: string, known: readonly string[]): { field: string; value: string; negated: boolean } {
  const match = /^([^=!]+)(!=|==|=)(.*)$/.exec(term);
  if (!match) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, field = '', sign = '', value = ''] = match;
  if (!known.includes(field)) {
    const list = known.slice(0, 2).map((name) => `"${name}"`).join(', ');
    throw badRequest(known.length > 2 ? `field label not supported: ${field}` : `"${field}" is not a known field selector: only ${list}`);
  }
  return { field, value, negated: sign === '!=' };
}

function fieldValue(object: KubeObject, field: string): string {
  if (field === 'status.successful') return String(read(object, 'status', 'succeeded') ?? 0);
  if (field === 'source') return readString(object, 'source', 'component') ?? '';
  const value = read(object, ...field.split('.'));
  return value === undefined || value === null ? '' : String(value);
}
