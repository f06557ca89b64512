import { libraries, macroVersions } from './catalog.ts';
import type { Overload } from './overload.ts';

/** The functions and macros that an expression may use. */
export interface FunctionSet {
  /** Every overload of a name, whatever the number of arguments. */
  find(name: string, isMember: boolean): readonly Overload[];
  has(name: string, isMember: boolean): boolean;
  names(isMember: boolean): readonly string[];
  hasMacro(name: string): boolean;
}

const built = new Map<string, FunctionSet>();

/** What a Kubernetes version knows, `1.31` for instance; everything when no version is given. */
export function functionSet(kubernetesVersion?: string): FunctionSet {
  const key = kubernetesVersion ?? '';
  const known = built.get(key) ?? build(kubernetesVersion);
  built.set(key, known);
  return known;
}

function build(version: string | undefined): FunctionSet {
  const overloads = libraries.filter(({ since }) => isIn(since, version)).flatMap((library) => library.overloads);
  const members = grouped(overloads.filter(({ isMember }) => isMember));
  const globals = grouped(overloads.filter(({ isMember }) => !isMember));
  return {
    find: (name, isMember) => (isMember ? members : globals).get(name) ?? [],
    has: (name, isMember) => (isMember ? members : globals).has(name),
    names: (isMember) => [...(isMember ? members : globals).keys()],
    hasMacro: (name) => !(name in macroVersions) || isIn(macroVersions[name], version),
  };
}

function grouped(overloads: readonly Overload[]): ReadonlyMap<string, readonly Overload[]> {
  const byName = new Map<string, Overload[]>();
  for (const overload of overloads) byName.set(overload.name, [...(byName.get(overload.name) ?? []), overload]);
  return byName;
}

function isIn(since: string | undefined, version: string | undefined): boolean {
  if (version === undefined) return true;
  return since !== undefined && minorOf(since) <= minorOf(version);
}

function minorOf(version: string): number {
  const [major = '0', minor = '0'] = version.replace(/^v/, '').split('.');
  return Number(major) * 1000 + Number.parseInt(minor, 10);
}

/** The Kubernetes version that brought a function; undefined when none did. */
export function introducedIn(name: string): string | undefined {
  return libraries.find((library) => library.since !== undefined && library.overloads.some((overload) => overload.name === name))?.since;
}
