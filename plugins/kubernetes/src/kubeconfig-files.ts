import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { isObject } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { ClusterEntry, KubeconfigDocument, NamedCluster, NamedContext, NamedUser, UserEntry } from './kubeconfig-document.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where kubeconfigs may be. */
export interface KubeconfigPlaces {
  readonly files: readonly string[];
  /** A flag named the file, so it has to be there. */
  readonly demanded: boolean;
}

/** The flag alone, else KUBECONFIG with all its files, else ~/.kube/config: as kubectl does. */
export function kubeconfigPlaces(flag: string | undefined, environment: Environment): KubeconfigPlaces {
  const home = environment['HOME'] ?? homedir();
  if (flag !== undefined && flag !== '') return { files: [flag.replace(/^~(?=\/)/, home)], demanded: true };
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return { files: listed.length > 0 ? [...new Set(listed)] : [join(home, '.kube', 'config')], demanded: false };
}

/** All the files joined: of entries with the same name the first counts. Undefined when there is no file at all. */
export async function readKubeconfigs({ files, demanded }: KubeconfigPlaces): Promise<KubeconfigDocument | undefined> {
  const documents = await Promise.all(files.map((file) => readKubeconfig(file, demanded)));
  const found = documents.filter((document) => document !== undefined);
  if (found.length === 0) return undefined;
  return {
    clusters: firstByName(found.flatMap((document) => document.clusters)),
    users: firstByName(found.flatMap((document) => document.users)),
    contexts: firstByName(found.flatMap((document) => document.contexts)),
    'current-context': found.map((document) => document['current-context']).find((name) => name !== undefined && name !== ''),
  };
}

function firstByName<T extends { readonly name: string }>(entries: readonly T[]): readonly T[] {
  return entries.filter((entry, index) => entries.findIndex((other) => other.name === entry.name) === index);
}

async function readKubeconfig(file: string, demanded: boolean): Promise<KubeconfigDocument | undefined> {
  const text = await textOf(file, demanded);
  if (text === undefined) return undefined;
  const document = await parse(file, text);
  const folder = dirname(resolve(file));
  return {
    clusters: entries<NamedCluster>(document, 'clusters', 'cluster', file).map((entry) => ({ ...entry, cluster: absoluteCluster(entry.cluster, folder) })),
    users: entries<NamedUser>(document, 'users', 'user', file).map((entry) => ({ ...entry, user: absoluteUser(entry.user, folder) })),
    contexts: entries<NamedContext>(document, 'contexts', 'context', file),
    'current-context': typeof document['current-context'] === 'string' ? document['current-context'] : undefined,
  };
}

async function textOf(file: string, demanded: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && !demanded) return undefined;
    throw errors.CONFIG_INVALID(file, missing ? 'there is no such kubeconfig' : (error as Error).message, error);
  }
}

async function parse(file: string, text: string): Promise<Record<string, unknown>> {
  const { parseYaml } = await import('@sherpack/yaml/parse');
  const document = parseDocument(parseYaml, file, text);
  if (document === null || document === undefined) return {};
  if (!isObject(document)) throw errors.CONFIG_INVALID(file, 'it is no kubeconfig');
  return document;
}

function parseDocument(parseYaml: (text: string, options: { file: string }) => unknown, file: string, text: string): unknown {
  try {
    return parseYaml(text, { file });
  } catch (error) {
    // A kubeconfig holds credentials, so neither its text nor the parser's excerpt is passed on.
    const { line, column } = error as { line?: number; column?: number };
    throw errors.CONFIG_INVALID(line === undefined ? file : `${file}:${line}:${column ?? 1}`, 'it is no valid YAML');
  }
}

function entries<T>(document: Record<string, unknown>, list: string, member: string, file: string): readonly T[] {
  const value = document[list] ?? [];
  if (!Array.isArray(value)) throw errors.CONFIG_INVALID(file, `"${list}" is no list`);
  return value.map((entry: unknown, index) => {
    if (!isObject(entry) || typeof entry['name'] !== 'string') throw errors.CONFIG_INVALID(file, `${list}[${index}] has no name`);
    return { name: entry['name'], [member]: isObject(entry[member]) ? entry[member] : {} } as T;
  });
}

/** Paths in a kubeconfig count from the folder of the file that they stand in. */
function absoluteCluster(cluster: ClusterEntry, folder: string): ClusterEntry {
  return withAbsolute(cluster, ['certificate-authority'], folder);
}

function absoluteUser(user: UserEntry, folder: string): UserEntry {
  const whole = withAbsolute(user, ['client-certificate', 'client-key', 'tokenFile'], folder);
  const command = whole.exec?.command;
  // A bare name is looked up in PATH.
  if (whole.exec === undefined || command === undefined || !command.includes('/') || isAbsolute(command)) return whole;
  return { ...whole, exec: { ...whole.exec, command: join(folder, command) } };
}

function withAbsolute<T extends object>(entry: T, keys: readonly (keyof T & string)[], folder: string): T {
  const paths = keys.flatMap((key) => {
    const path = entry[key];
    return typeof path === 'string' && path !== '' ? [[key, resolve(folder, path)]] : [];
  });
  return { ...entry, ...Object.fromEntries(paths) };
}
