import type { DependencyDeclaration, JsonObject, PackDescription, PackFolder, PackMetadata, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS, isObject } from '@sherpack/plugin-api';
import { GoYamlError, readGoYaml } from '@sherpack/go-yaml/read';
import { errors } from './errors.ts';
import { goChart } from './go-chart.ts';
import { readValuesText } from './read-values.ts';
import { textOf } from './text-of.ts';

/**
 * Reads Chart.yaml (apiVersion v1 and v2), requirements.yaml of v1, and values.yaml.
 *
 * @throws HELM_CHART_INVALID, HELM_VALUES_INVALID
 */
export async function describeChart(folder: PackFolder): Promise<PackDescription> {
  const chart = withVersion(readMap(folder, 'Chart.yaml') ?? {});
  checkChart(chart, folder.shown);
  const dependencies = dependenciesOf(chart, folder);
  return {
    kind: chart['type'] === 'library' ? 'library' : 'application',
    metadata: metadataOf(chart),
    engine: { name: 'gotemplate', strict: false, options: {} },
    dependencies: dependencies.map(declarationOf),
    layers: valueLayers(folder),
    chart: goChart({ ...chart, dependencies }),
  };
}

/** Helm 2 did not ask for an apiVersion, and charts of its time have none. */
export function withVersion(chart: JsonObject): JsonObject {
  const { apiVersion } = chart;
  return apiVersion === undefined || apiVersion === null || apiVersion === '' ? { ...chart, apiVersion: 'v1' } : chart;
}

function readMap(folder: PackFolder, path: string): JsonObject | undefined {
  const source = textOf(folder, path);
  if (source === undefined) return undefined;
  const value = guarded(source.file, () => readGoYaml(source.text));
  if (value !== null && !isObject(value)) throw errors.CHART_INVALID('it must be a map', { file: source.file, line: 1, column: 1 });
  return value ?? {};
}

function guarded<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GoYamlError)) throw error;
    const { message, line = 1, column = 1 } = error;
    throw errors.CHART_INVALID(message, { file, line, column });
  }
}

function checkChart(chart: JsonObject, shown: string): void {
  const location = { file: `${shown}/Chart.yaml` };
  for (const key of ['apiVersion', 'name', 'version']) {
    if (typeof chart[key] !== 'string' && typeof chart[key] !== 'number') throw errors.CHART_INVALID(`"${key}" is missing`, location);
  }
  const { name } = chart;
  if (typeof name !== 'string' || name.includes('/') || name === '.' || name === '..') throw errors.CHART_INVALID(`"${String(name)}" is no name of a chart`, location);
  if (chart['apiVersion'] !== 'v1' && chart['apiVersion'] !== 'v2') throw errors.CHART_INVALID(`apiVersion "${String(chart['apiVersion'])}" is not known; it is v1 or v2`, location);
}

function metadataOf(chart: JsonObject): PackMetadata {
  const text = (key: string) => (chart[key] === undefined || chart[key] === null || chart[key] === '' ? undefined : String(chart[key]));
  return {
    name: String(chart['name']),
    version: String(chart['version']),
    appVersion: text('appVersion'),
    description: text('description'),
    kubeVersion: text('kubeVersion'),
    home: text('home'),
    icon: text('icon'),
    sources: chart['sources'] as PackMetadata['sources'],
    keywords: chart['keywords'] as PackMetadata['keywords'],
    maintainers: chart['maintainers'] as PackMetadata['maintainers'],
    annotations: chart['annotations'] as PackMetadata['annotations'],
  };
}

/** In apiVersion v1 they have a file of their own, which wins over Chart.yaml. */
function dependenciesOf(chart: JsonObject, folder: PackFolder): readonly JsonObject[] {
  const own = readMap(folder, 'requirements.yaml')?.['dependencies'] ?? chart['dependencies'] ?? [];
  return Array.isArray(own) ? own.filter(isObject) : [];
}

function declarationOf(entry: JsonObject): DependencyDeclaration {
  const { name, version, repository, alias, condition, tags, enabled: _computed, ...extra } = entry as JsonObject & DependencyDeclaration;
  const given = (text: unknown) => (text === undefined || text === null || text === '' ? undefined : String(text));
  return { name: String(name), version: given(version), repository: given(repository), alias: given(alias), condition: given(condition), tags, extra };
}

/** values.yaml as Helm reads it. */
export function valueLayers(folder: PackFolder): readonly ValueLayer[] {
  const source = textOf(folder, 'values.yaml');
  if (source === undefined) return [];
  const [document] = guarded(source.file, () => readValuesText(source.text, source.file));
  if (document === undefined || document.value === null) return [];
  if (!isObject(document.value)) throw errors.CHART_INVALID('it must be a map', { file: source.file, line: document.line, column: 1 });
  return [{ name: 'values.yaml', rank: LAYER_RANKS.pack, values: document.value, source: { file: source.file, text: source.text } }];
}
