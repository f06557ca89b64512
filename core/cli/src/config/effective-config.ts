import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { JsonObject, SherpackConfig } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import type { ConfigFile } from './read-config.ts';

export type ConfigSource = 'flag' | 'environment' | 'project' | 'user' | 'default';

/** The settings of one source. */
export interface ConfigLayer {
  readonly source: ConfigSource;
  readonly values: JsonObject;
  /** Set for project and user. */
  readonly file?: ConfigFile;
  /** Where a key, given by its dotted path, comes from, for people: a flag, a variable, a file. */
  where(key: string): string;
}

export interface Setting {
  /** Dotted path. */
  readonly key: string;
  readonly value: unknown;
  readonly source: ConfigSource;
  readonly where: string;
}

export interface EffectiveConfig {
  readonly values: SherpackConfig;
  /** Highest precedence first. */
  readonly layers: readonly ConfigLayer[];
  /** Whether somebody chose the key, that is not only the default. */
  isGiven(key: keyof SherpackConfig): boolean;
  /** The layer that decides a top-level key. */
  layerOf(key: keyof SherpackConfig): ConfigLayer | undefined;
  /** Every value with its source, sorted by key. */
  settings(): readonly Setting[];
}

export const DEFAULTS = { namespace: 'default', cluster: 'kubernetes', output: 'table' } as const;

/** @param layers highest precedence first, without the defaults */
export function createEffectiveConfig(layers: readonly ConfigLayer[]): EffectiveConfig {
  const all: readonly ConfigLayer[] = [...layers, { source: 'default', values: DEFAULTS, where: () => 'built in' }];
  const values = all.map((layer) => layer.values).reduceRight<JsonObject>((below, above) => merge(below, above), {});
  const layerOf = (key: string) => all.find((layer) => layer.values[key] !== undefined);
  return {
    values: Object.freeze(values) as SherpackConfig,
    layers: all,
    isGiven: (key) => layerOf(key)?.source !== 'default' && layerOf(key) !== undefined,
    layerOf,
    settings: () => leaves(values, []).map((path) => settingAt(path, all)).sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

/** A layer from a file: a relative kubeconfig counts from the file's folder, `~/` from the home folder. */
export function fileLayer(source: 'project' | 'user', file: ConfigFile): ConfigLayer {
  const { kubeconfig } = file.values;
  const values = typeof kubeconfig === 'string' ? { ...file.values, kubeconfig: absolute(kubeconfig, dirname(file.file)) } : file.values;
  return { source, values, file, where: () => file.file };
}

function absolute(path: string, folder: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path);
}

function merge(below: JsonObject, above: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    if (value === undefined) continue;
    const under = Object.hasOwn(result, key) ? result[key] : undefined;
    result[key] = isObject(under) && isObject(value) ? merge(under, value) : value;
  }
  return result;
}

function leaves(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (!isObject(value) || Object.keys(value).length === 0) return path.length === 0 ? [] : [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

function settingAt(path: readonly string[], layers: readonly ConfigLayer[]): Setting {
  const layer = layers.find(({ values }) => memberAt(values, path) !== undefined);
  return {
    key: path.join('.'),
    value: layer === undefined ? undefined : memberAt(layer.values, path),
    source: layer?.source ?? 'default',
    where: layer?.where(path.join('.')) ?? '',
  };
}

function memberAt(values: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), values);
}
