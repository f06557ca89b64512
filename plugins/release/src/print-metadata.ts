import type { Terminal } from '@sherpack/plugin-api';
import type { metadataDocument } from './helm-json.ts';

/** Helm's headings. */
export function printMetadata(terminal: Terminal, metadata: ReturnType<typeof metadataDocument>): void {
  const rows: readonly (readonly [string, string])[] = [
    ['NAME', metadata.name],
    ['CHART', metadata.chart],
    ['VERSION', metadata.version],
    ['APP_VERSION', metadata.appVersion],
    ['ANNOTATIONS', pairs(metadata.annotations)],
    ['LABELS', pairs(metadata.labels)],
    ['NAMESPACE', metadata.namespace],
    ['REVISION', String(metadata.revision)],
    ['STATUS', metadata.status],
    ['DEPLOYED_AT', metadata.deployedAt],
    ['APPLY_METHOD', metadata.applyMethod],
    ['DIGEST', metadata.digest],
  ];
  terminal.write(rows.map(([name, value]) => `${name}: ${value}\n`).join(''));
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`).join(',');
}
