import { Buffer } from 'node:buffer';
import type { JsonObject, KubernetesObject, PackFile, Revision, StoredManifest } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { encodeHelmRelease } from './helm-release.ts';
import type { HelmHook, HelmRelease } from './helm-release.ts';

const METADATA_FILES = new Set(['Chart.yaml', 'Pack.yaml', 'values.yaml', 'values.schema.json', 'Chart.lock', 'Pack.lock.yaml']);

/**
 * A revision as Helm's own record of it: `helm history`, `get` and `rollback` read it. CRDs of `crds/` go into the
 * chart's files, where Helm has them.
 */
export async function toHelmSecret(revision: Revision, files: readonly PackFile[], now: number): Promise<KubernetesObject> {
  const { release, revision: version, status, labels } = revision;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.${release.name}.v${version}`,
      namespace: release.namespace,
      labels: { ...labels, name: release.name, owner: 'helm', status, version: String(version), createdAt: String(Math.floor(now / 1000)) },
    },
    type: 'helm.sh/release.v1',
    data: { release: Buffer.from(await encodeHelmRelease(toHelm(revision, files))).toString('base64') },
  };
}

export function toHelm(revision: Revision, files: readonly PackFile[]): HelmRelease {
  const { release, pack: { digest: _digest, format: _format, ...metadata }, manifests } = revision;
  const shown = manifests.filter(({ crd }) => crd !== true);
  const hooks = shown.flatMap(hookOf);
  return {
    name: release.name,
    info: {
      first_deployed: revision.firstDeployed,
      last_deployed: revision.lastDeployed,
      deleted: revision.deleted ?? '',
      description: revision.description,
      status: revision.status,
      notes: revision.notes,
      ...(revision.rollbackOf === undefined ? {} : { rollback_revision: revision.rollbackOf }),
    },
    chart: {
      metadata: { apiVersion: 'v2', ...(metadata as unknown as JsonObject) },
      lock: null,
      templates: pick(files, ({ path }) => path.startsWith('templates/')),
      values: defaultsOf(files, revision),
      schema: schemaOf(files),
      files: pick(files, ({ path }) => !path.startsWith('templates/') && !METADATA_FILES.has(path)),
    },
    config: revision.userValues,
    manifest: shown.filter((stored) => hookOf(stored).length === 0).map(({ template, text }) => `---\n# Source: ${template}\n${text.replace(/^---[ \t]*\n/, '').trimEnd()}\n`).join(''),
    ...(hooks.length === 0 ? {} : { hooks }),
    version: revision.revision,
    namespace: release.namespace,
    apply_method: 'ssa',
  };
}

function pick(files: readonly PackFile[], wanted: (file: PackFile) => boolean) {
  return files.filter(wanted).map(({ path, content }) => ({ name: path, data: Buffer.from(content).toString('base64') }));
}

/** Without the pack's own file the merged values stand in: Helm lays the user's over them, which changes nothing. */
function defaultsOf(files: readonly PackFile[], { values }: Revision): JsonObject {
  const file = files.find(({ path }) => path === 'values.yaml');
  const parsed: unknown = file === undefined ? values : parseYaml(new TextDecoder().decode(file.content), { file: file.path, exactNumbers: true, duplicateKeys: 'last' });
  return isObject(parsed) ? parsed : {};
}

function schemaOf(files: readonly PackFile[]): string | null {
  const file = files.find(({ path }) => path === 'values.schema.json');
  return file === undefined ? null : Buffer.from(file.content).toString('base64');
}

/** Helm keeps hooks apart from the manifest. */
function hookOf({ template, text }: StoredManifest): readonly HelmHook[] {
  if (!text.includes('helm.sh/hook')) return [];
  const object = parseYaml(text, { file: template, duplicateKeys: 'last' }) as KubernetesObject;
  const annotations = object.metadata.annotations ?? {};
  const events = annotations['helm.sh/hook']?.split(',').map((event) => event.trim());
  if (events === undefined) return [];
  const policies = annotations['helm.sh/hook-delete-policy']?.split(',').map((policy) => policy.trim());
  return [{
    name: object.metadata.name ?? '', kind: object.kind, path: template, manifest: text, events,
    weight: Number(annotations['helm.sh/hook-weight'] ?? 0), ...(policies === undefined ? {} : { delete_policies: policies }),
    last_run: { started_at: '', completed_at: '', phase: '' },
  }];
}
