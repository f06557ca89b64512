import type { PackKind, TemplateRole } from '@sherpack/plugin-api';

/** Read by Helm itself or by Sherpack, and so no files that templates can see. */
const OWN_FILES = new Set(['Pack.yaml', '.sherpackignore', 'Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json', 'requirements.yaml', 'requirements.lock']);

/**
 * What a file of a chart is for: everything below `templates/` is rendered whatever its name, but files that begin with
 * `_`, which hold definitions, and notes. Of a library only the definitions count. Source: `pkg/engine` and `pkg/action`
 * of Helm 4.
 */
export function roleOf(path: string, kind: PackKind): TemplateRole {
  if (path.startsWith('crds/')) return /\.(yaml|yml|json)$/.test(path) ? 'crd' : 'ignored';
  if (!path.startsWith('templates/')) return 'ignored';
  if (path.slice(path.lastIndexOf('/') + 1).startsWith('_')) return 'partial';
  if (kind === 'library') return 'ignored';
  if (path === 'templates/NOTES.txt') return 'notes';
  return path.endsWith('NOTES.txt') ? 'ignored' : 'manifest';
}

/** Whether `.Files` shows the file. */
export function isReadable(path: string): boolean {
  return !path.startsWith('templates/') && !path.startsWith('charts/') && !OWN_FILES.has(path);
}
