import type { DependencyDeclaration, JsonObject, Pack } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { readGoYaml } from '@sherpack/go-yaml/read';
import { jsonEqual } from '@sherpack/yaml/equal';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { chartOf } from '../adopt-pack.ts';
import { withVersion } from '../describe-chart.ts';
import { goChart } from '../go-chart.ts';

const HEADER = `# The templates are those of a chart, rendered by Helm's rules ("compatible"). "strict" is off because a missing value
# is empty there; it counts for templates of other engines that are mixed in.
`;

/** The Pack.yaml that says what Chart.yaml and requirements.yaml of a chart say. */
export function packYaml(chart: Pack): string {
  return HEADER + stringifyYaml(manifestOf(chart));
}

function manifestOf(chart: Pack): JsonObject {
  const { apiVersion: _own, engine, ...blocks } = chart.manifest;
  const kind = chart.kind === 'library' ? { kind: 'library' } : {};
  const choice = { name: chart.engine.name, compatible: 'helm', strict: false, ...(isObject(engine) ? chart.engine.options : {}) };
  const dependencies = chart.dependencies.length === 0 ? {} : { dependencies: chart.dependencies.map(dependencyOf) };
  const manifest: JsonObject = { apiVersion: 'sherpack/v1', ...kind, metadata: metadataOf(chart), engine: choice, ...dependencies };
  const rest = restOf(chart, manifest);
  return { ...manifest, ...(Object.keys(rest).length === 0 ? {} : { chart: rest }), ...blocks };
}

function metadataOf({ metadata }: Pack): JsonObject {
  const { name, version, appVersion, description, kubeVersion, home, icon, sources, keywords, maintainers, annotations } = metadata;
  const all = {
    name, version: strictVersion(version), appVersion, description, home, icon, kubeVersion,
    sources: textsOf(sources), keywords: textsOf(keywords),
    maintainers: Array.isArray(maintainers) ? maintainers.filter((entry) => typeof entry?.name === 'string').map(({ name: person, email, url }) => given({ name: person, email, url })) : undefined,
    annotations: isObject(annotations) ? Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key, String(value)])) : undefined,
  };
  return given(all);
}

function textsOf(list: unknown): readonly string[] | undefined {
  return Array.isArray(list) ? list.map(String) : undefined;
}

function given(all: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}

/** `v1.2` → `1.2.0`: Helm takes shortened versions, Pack.yaml does not. */
function strictVersion(version: string): string {
  const [, major = '0', minor = '0', patch = '0', rest = ''] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?([-+].*)?$/.exec(version) ?? [];
  return `${Number(major)}.${Number(minor)}.${Number(patch)}${rest}`;
}

function dependencyOf({ name, version, repository, alias, condition, tags, extra }: DependencyDeclaration): JsonObject {
  return given({ name, version, repository, alias, condition, tags: textsOf(tags), 'import-values': extra['import-values'] });
}

/** What templates see in `.Chart` and Pack.yaml has no place for, by the names of Chart.yaml. */
function restOf(chart: Pack, manifest: JsonObject): JsonObject {
  const seen = goChart(chartOf({ kind: chart.kind, metadata: manifest['metadata'] as Pack['metadata'] }, manifest));
  const read = readGoYaml(new TextDecoder().decode(chart.files.get('Chart.yaml')?.content));
  if (!isObject(read) || chart.chart === undefined) return {};
  const raw = withVersion(read);
  const missing = Object.entries(chart.chart).filter(([key, value]) => key !== 'Dependencies' && !jsonEqual(seen[key], value));
  return Object.fromEntries(missing.map(([key]) => yamlKey(key)).filter((key) => Object.hasOwn(raw, key)).map((key) => [key, raw[key]]));
}

function yamlKey(key: string): string {
  return key === 'APIVersion' ? 'apiVersion' : key.charAt(0).toLowerCase() + key.slice(1);
}
