import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a pack and a Helm chart that render the same ConfigMaps, for a fair race. */
export function writeTwins(folder: string, count: number): { readonly pack: string; readonly chart: string } {
  const pack = join(folder, 'pack');
  const chart = join(folder, 'chart');
  for (const root of [pack, chart]) mkdirSync(join(root, 'templates'), { recursive: true });
  writeFileSync(join(pack, 'Pack.yaml'), 'apiVersion: sherpack/v1\nmetadata:\n  name: twins\n  version: 1.0.0\n');
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: twins\nversion: 1.0.0\n');
  for (const root of [pack, chart]) writeFileSync(join(root, 'values.yaml'), 'team: shop\nlabels:\n  tier: web\n  stage: test\n');
  for (let index = 0; index < count; index += 1) {
    writeFileSync(join(pack, 'templates', `map-${index}.yaml`), template(index, '{{ release.name }}', '{{ values.team }}', '{{nindent 4 (toYaml values.labels)}}'));
    writeFileSync(join(chart, 'templates', `map-${index}.yaml`), template(index, '{{ .Release.Name }}', '{{ .Values.team }}', '{{ toYaml .Values.labels | nindent 4 }}'));
  }
  return { pack, chart };
}

function template(index: number, name: string, team: string, labels: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}-${index}\n  labels: ${labels}\ndata:\n  team: ${team}\n  number: "${index}"\n`;
}
