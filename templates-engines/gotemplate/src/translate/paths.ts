import { valueAt, isObject } from '@sherpack/plugin-api';
import type { Expression } from './expression.ts';
import { Untranslatable } from './scope.ts';
import type { Dot, Scope } from './scope.ts';

const RELEASE: Readonly<Record<string, string>> = {
  Name: 'name', Namespace: 'namespace', Revision: 'revision', IsInstall: 'isInstall', IsUpgrade: 'isUpgrade', Service: 'service',
};
const CHART: Readonly<Record<string, string>> = {
  Name: 'name', Version: 'version', AppVersion: 'appVersion', Description: 'description', Home: 'home', Icon: 'icon', KubeVersion: 'kubeVersion',
};
const KUBE: Readonly<Record<string, string>> = { Version: 'version', GitVersion: 'version', Major: 'major', Minor: 'minor' };

const WORDS = new Set(['this', 'true', 'false', 'null', 'undefined', 'else', 'as']);

function segment(name: string): string {
  return WORDS.has(name) ? `[${name}]` : name;
}

/** Adds names to a path. */
export function joined(base: string, names: readonly string[]): string {
  return [base, ...names.map(segment)].join('.');
}

/** `.a.b` seen from `dot`. @throws Untranslatable */
export function pathFrom(dot: Dot, names: readonly string[], scope: Scope, at: number): Expression {
  const { kind } = dot;
  if (kind === 'root') return rootPath(names, dot.depth === scope.depth ? '' : '@root', scope, at);
  const [first = '', ...rest] = names;
  const inner = typeof kind === 'string' ? 'any' : kind.get(first) ?? 'any';
  if (inner === 'root') return rootPath(rest, '@root', scope, at);
  const up = '../'.repeat(scope.depth - dot.depth);
  if (names.length === 0) return { text: up === '' ? 'this' : up.slice(0, -1), simple: true, isPath: true, kind, plain: false };
  const text = up === '' ? joined('this', names) : up + names.map(segment).join('.');
  return { text, simple: true, isPath: true, kind: rest.length === 0 ? inner : 'any', plain: false };
}

function rootPath(names: readonly string[], base: string, scope: Scope, at: number): Expression {
  const [first, ...rest] = names;
  if (first === undefined) return { text: base === '' ? 'this' : base, simple: true, kind: 'root', plain: true };
  const found = memberOfRoot(first, rest, at);
  const text = (base === '' ? found : [base, ...found]).map(segment).join('.');
  return { text, simple: true, isPath: true, kind: 'any', plain: first !== 'Values' || isScalarDefault(scope, rest) };
}

/** A switch, a number or a text by default: `{{#if}}` takes these as Go does. */
function isScalarDefault({ work }: Scope, path: readonly string[]): boolean {
  const value = valueAt(work.values, path);
  return value !== undefined && value !== null && !isObject(value) && !Array.isArray(value);
}

function memberOfRoot(first: string, rest: readonly string[], at: number): readonly string[] {
  if (first === 'Values') return ['values', ...rest];
  const [name = '', ...more] = rest;
  if (first === 'Release' && name in RELEASE && more.length === 0) return ['release', RELEASE[name] as string];
  if (first === 'Chart' && name in CHART && more.length === 0) return ['pack', CHART[name] as string];
  if (first === 'Chart' && name === 'Annotations') return ['pack', 'annotations', ...more];
  if (first === 'Template' && name === 'BasePath') return ['template', 'basePath'];
  if (first === 'Capabilities' && name === 'KubeVersion') return kubeVersion(more, at);
  throw new Untranslatable(`.${[first, ...rest].join('.')} is nothing that Handlebars templates see`, at);
}

function kubeVersion(names: readonly string[], at: number): readonly string[] {
  const [name = 'Version', ...more] = names;
  const known = KUBE[name];
  if (known === undefined || more.length > 0) throw new Untranslatable(`.Capabilities.KubeVersion.${names.join('.')} is nothing that Handlebars templates see`, at);
  return ['capabilities', 'kubeVersion', known];
}
