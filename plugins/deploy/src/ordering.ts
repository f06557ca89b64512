import type { FailurePolicy, KubernetesObject, Manifest } from '@sherpack/plugin-api';
import { parseDuration } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { parseDependencies } from './graph/dependency-text.ts';
import type { DependencyText } from './graph/dependency-text.ts';

/** What the annotations of an object say of its place among the others. */
export interface Ordering {
  readonly wave: number | undefined;
  readonly waitReady: boolean | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  readonly onFailure: FailurePolicy | undefined;
  readonly dependsOn: readonly DependencyText[];
}

/** The preferred name first, then those of Sherpack 0.4 and of Argo CD. */
const NAMES = Object.freeze({
  wave: ['sherpack.io/wave', 'sherpack.io/sync-wave', 'argocd.argoproj.io/sync-wave'],
  waitReady: ['sherpack.io/wait-ready', 'sherpack.io/skip-wait'],
  timeout: ['sherpack.io/timeout'],
  onFailure: ['sherpack.io/on-failure'],
  dependsOn: ['sherpack.io/depends-on', 'sherpack.io/wait-for'],
});

/**
 * @param warn told when two names of one annotation say different things
 * @throws DEPLOY_ANNOTATION_INVALID
 */
export function orderingOf({ object, source }: Pick<Manifest, 'object' | 'source'>, warn: (message: string) => void): Ordering {
  const read = <Value>(names: readonly string[], parse: (text: string, name: string) => Value | undefined, wanted: string): Value | undefined => {
    const found = annotationIn(object, names, `${source.template}:${source.line}`, warn);
    if (found === undefined) return undefined;
    const value = parse(found.text.trim(), found.name);
    if (value === undefined) throw errors.ANNOTATION_INVALID(found.name, found.text, wanted, source);
    return value;
  };
  return {
    wave: read(NAMES.wave, (text) => (/^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined), 'a whole number'),
    waitReady: read(NAMES.waitReady, waitOf, '"true" or "false"'),
    timeout: read(NAMES.timeout, positiveDuration, 'a duration like 90s or 5m'),
    onFailure: read(NAMES.onFailure, policyOf, '"stop", "continue" or "rollback"'),
    dependsOn: dependenciesOf(object, source, warn),
  };
}

function dependenciesOf(object: KubernetesObject, source: Manifest['source'], warn: (message: string) => void): readonly DependencyText[] {
  const found = annotationIn(object, NAMES.dependsOn, `${source.template}:${source.line}`, warn);
  if (found === undefined) return [];
  const items = parseDependencies(found.text);
  if (typeof items === 'string') throw errors.ANNOTATION_INVALID(found.name, found.text, `a list of dependencies: ${items}`, source);
  return items;
}

interface Found {
  readonly name: string;
  readonly text: string;
}

function annotationIn({ metadata: { annotations = {} } }: KubernetesObject, names: readonly string[], place: string, warn: (message: string) => void): Found | undefined {
  const present = names.flatMap((name) => (annotations[name] === undefined ? [] : [{ name, text: String(annotations[name]) }]));
  const [first, second] = present;
  if (first !== undefined && second !== undefined && first.text.trim() !== second.text.trim()) {
    warn(`${place}: the annotations ${first.name} and ${second.name} differ; ${first.name} counts`);
  }
  return first;
}

/** `skip-wait` says the opposite. */
function waitOf(text: string, name: string): boolean | undefined {
  const yes = ['true', '1', 'yes'].includes(text);
  if (!yes && !['false', '0', 'no'].includes(text)) return undefined;
  return name.endsWith('skip-wait') ? !yes : yes;
}

export function positiveDuration(text: string): number | undefined {
  const milliseconds = parseDuration(text);
  return milliseconds === undefined || milliseconds <= 0 ? undefined : milliseconds;
}

function policyOf(text: string): FailurePolicy | undefined {
  return text === 'stop' || text === 'continue' || text === 'rollback' ? text : undefined;
}
