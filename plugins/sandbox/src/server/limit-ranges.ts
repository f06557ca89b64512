import { readList, readObject } from '../schemas/json-path.ts';
import { formatQuantity, type Quantity } from '../schemas/quantity.ts';
import { qualifiedName } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target } from './context.ts';
import { containerResources, podResources, resourceList, type Resources } from '../schemas/pod-resources.ts';
import { forbidden } from './status-error.ts';

// The admission plugin LimitRanger (plugin/pkg/admission/limitranger/admission.go).

type Json = Readonly<Record<string, unknown>>;

const annotation = 'kubernetes.io/limit-ranger';
const lists = [['containers', 'container'], ['initContainers', 'init container']] as const;

function limitRanges(ctx: ServerContext, namespace: string): readonly KubeObject[] {
  return namespace === '' ? [] : ctx.store.list('limitranges', namespace);
}

/** Gives containers the defaults that the LimitRanges of the namespace have, and says so in an annotation. */
export function withDefaultResources(ctx: ServerContext, pod: KubeObject): KubeObject {
  return limitRanges(ctx, pod.metadata.namespace ?? '').reduce(withDefaultsOf, pod);
}

function withDefaultsOf(pod: KubeObject, range: KubeObject): KubeObject {
  const notes: string[] = [];
  const spec = readObject(pod, 'spec') ?? {};
  const filled = lists.flatMap(([list, called]) => (readList(spec, list).length === 0 ? [] : [[list, readList(spec, list).map((container) => withDefaultsFor(container, called, range, notes))] as const]));
  if (notes.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [annotation]: `LimitRanger plugin set: ${notes.join('; ')}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec: { ...spec, ...Object.fromEntries(filled) } };
}

function withDefaultsFor(container: Json, called: string, range: KubeObject, notes: string[]): Json {
  const resources: Record<string, unknown> = { ...readObject(container, 'resources') };
  for (const [part, word, source] of [['requests', 'request', 'defaultRequest'], ['limits', 'limit', 'default']] as const) {
    const given = readObject(resources, part) ?? {};
    const missing = Object.entries(defaultsIn(range, source)).filter(([name]) => !(name in given));
    if (missing.length === 0) continue;
    resources[part] = Object.fromEntries([...Object.entries(given), ...missing].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    notes.push(`${missing.map(([name]) => name).toSorted().join(', ')} ${word} for ${called} ${String(container['name'])}`);
  }
  return { ...container, resources };
}

function defaultsIn(range: KubeObject, source: 'default' | 'defaultRequest'): Json {
  return Object.assign({}, ...limitsIn(range, 'Container').map((limit) => readObject(limit, source))) as Json;
}

function limitsIn(range: KubeObject, type: string): readonly Json[] {
  return readList(range, 'spec', 'limits').filter((limit) => limit['type'] === type);
}

/** Refuses new pods and claims that are smaller or larger than a LimitRange of the namespace allows. */
export function refuseBeyondLimits(ctx: ServerContext, target: Target, object: KubeObject): void {
  const check = checks[qualifiedName(target.resource)];
  if (!check) return;
  for (const range of limitRanges(ctx, target.namespace)) {
    const problems = [...new Set(check(object, range))];
    if (problems.length > 0) throw forbidden(target.resource, object.metadata.name ?? '', problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`);
  }
}

const checks: Readonly<Record<string, (object: KubeObject, range: KubeObject) => string[]>> = { pods: podProblems, persistentvolumeclaims: claimProblems };

function podProblems(pod: KubeObject, range: KubeObject): string[] {
  const containers = lists.flatMap(([list]) => readList(pod, 'spec', list)).map((container) => ({ requests: containerResources(container, 'requests'), limits: containerResources(container, 'limits') }));
  const whole = { requests: podResources(pod, 'requests'), limits: podResources(pod, 'limits') };
  return readList(range, 'spec', 'limits').flatMap((limit) => {
    if (limit['type'] === 'Container') return containers.flatMap((one) => problemsOf(one, limit));
    return limit['type'] === 'Pod' ? problemsOf(whole, limit) : [];
  });
}

/** Of claims the request alone counts. */
function claimProblems(claim: KubeObject, range: KubeObject): string[] {
  const requests = resourceList(readObject(claim, 'spec', 'resources', 'requests'));
  return limitsIn(range, 'PersistentVolumeClaim').flatMap((limit) => [
    ...each(limit, 'min', (name, bound, of) => tooSmall({ requests, limits: new Map() }, name, bound, of)),
    ...each(limit, 'max', (name, bound, of) => above('maximum', name, bound, of, 'request', requests.get(name), 'must')),
  ]);
}

interface Asked {
  readonly requests: Resources;
  readonly limits: Resources;
}

function problemsOf(asked: Asked, limit: Json): string[] {
  return [
    ...each(limit, 'min', (name, bound, of) => tooSmall(asked, name, bound, of)),
    ...each(limit, 'max', (name, bound, of) => above('maximum', name, bound, of, 'limit', asked.limits.get(name), 'must') ?? above('maximum', name, bound, of, 'request', asked.requests.get(name), 'may')),
    ...each(limit, 'maxLimitRequestRatio', (name, bound, of) => tooFarApart(asked, name, bound, of)),
  ];
}

/** One problem at most for each resource that the limit names. */
function each(limit: Json, field: string, problem: (name: string, bound: Quantity, of: string) => string | undefined): string[] {
  const bounds = [...resourceList(readObject(limit, field))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return bounds.flatMap(([name, bound]) => problem(name, bound, String(limit['type'])) ?? []);
}

function tooSmall({ requests, limits }: Asked, name: string, bound: Quantity, of: string): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const rule = `minimum ${name} usage per ${of} is ${formatQuantity(bound)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (isLess(request, bound)) return `${rule}, but request is ${formatQuantity(request)}`;
  return limit !== undefined && isLess(limit, bound) ? `${rule}, but limit is ${formatQuantity(limit)}` : undefined;
}

function above(rule: string, name: string, bound: Quantity, of: string, word: string, amount: Quantity | undefined, need: 'must' | 'may'): string | undefined {
  const text = `${rule} ${name} usage per ${of} is ${formatQuantity(bound)}`;
  if (amount === undefined) return need === 'must' ? `${text}.  No ${word} is specified` : undefined;
  return isLess(bound, amount) ? `${text}, but ${word} is ${formatQuantity(amount)}` : undefined;
}

function tooFarApart({ requests, limits }: Asked, name: string, bound: Quantity, of: string): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const rule = `${name} max limit to request ratio per ${of} is ${formatQuantity(bound)}`;
  if (!request?.nanos) return `${rule}, but no request is specified or request is 0`;
  if (!limit?.nanos) return `${rule}, but no limit is specified or limit is 0`;
  const [high, low] = comparable(limit, request);
  const ratio = Number(high) / Number(low);
  return ratio * 1000 > Number(milli(bound)) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}

const largestMilli = 9_223_372_036_854_775n;

function milli({ nanos }: Quantity): bigint {
  return (nanos + 999_999n) / 1_000_000n;
}

function isLess(left: Quantity, right: Quantity): boolean {
  const [a, b] = comparable(left, right);
  return a < b;
}

/** In thousandths unless one of them is too large for that; then whole. Both are rounded up. */
function comparable(left: Quantity, right: Quantity): [bigint, bigint] {
  const whole = ({ nanos }: Quantity): bigint => (nanos + 999_999_999n) / 1_000_000_000n;
  return [left, right].every((one) => whole(one) <= largestMilli) ? [milli(left), milli(right)] : [whole(left), whole(right)];
}
