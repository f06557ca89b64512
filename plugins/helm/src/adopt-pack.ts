import type { JsonObject, PackDescription, PackFolder } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { valueLayers } from './describe-chart.ts';
import { goChart } from './go-chart.ts';

type Described = Omit<PackDescription, 'layers'>;

/** A Pack.yaml with `engine: { compatible: helm }`: the pack is rendered as the chart that its templates come from. */
export async function adoptPack(description: Described, manifest: JsonObject, folder: PackFolder): Promise<PackDescription> {
  return { ...description, layers: valueLayers(folder), chart: goChart(chartOf(description, manifest)) };
}

/**
 * Chart.yaml as Pack.yaml tells it. What Pack.yaml has no place for stands under its key `chart`, by the names of
 * Chart.yaml.
 */
export function chartOf({ kind, metadata }: Pick<Described, 'kind' | 'metadata'>, manifest: JsonObject): JsonObject {
  const own = isObject(manifest['chart']) ? manifest['chart'] : {};
  return { apiVersion: 'v2', ...(kind === 'library' ? { type: 'library' } : {}), ...metadata, dependencies: manifest['dependencies'], ...own };
}
