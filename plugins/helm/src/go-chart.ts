import type { JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

/**
 * Chart.yaml as templates see it: the fields of Helm's Go structure, each with its zero value where the file is silent.
 * Source: `pkg/chart/v2/metadata.go` and `structToMap` of Helm 4.
 */
export function goChart(chart: JsonObject): JsonObject {
  const text = (key: string) => (chart[key] === undefined || chart[key] === null ? '' : String(chart[key]));
  return {
    Name: text('name'), Home: text('home'), Sources: listOf(chart['sources']), Version: text('version'), Description: text('description'),
    Keywords: listOf(chart['keywords']), Maintainers: listOf(chart['maintainers']).map(maintainer), Icon: text('icon'), APIVersion: text('apiVersion'),
    Condition: text('condition'), Tags: text('tags'), AppVersion: text('appVersion'), Deprecated: chart['deprecated'] === true,
    Annotations: isObject(chart['annotations']) ? Object.fromEntries(Object.entries(chart['annotations']).map(([key, value]) => [key, String(value)])) : {}, KubeVersion: text('kubeVersion'),
    Dependencies: listOf(chart['dependencies']).map(dependency), Type: text('type'), IsRoot: true,
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function maintainer(entry: unknown): JsonObject {
  const { name = '', email = '', url = '' } = isObject(entry) ? entry : {};
  return { Name: name, Email: email, URL: url };
}

function dependency(entry: unknown): JsonObject {
  const { name = '', version = '', repository = '', condition = '', tags = [], alias = '', 'import-values': imports = [] } = isObject(entry) ? entry : {};
  return { Name: name, Version: version, Repository: repository, Condition: condition, Tags: tags, Enabled: true, ImportValues: imports, Alias: alias };
}
