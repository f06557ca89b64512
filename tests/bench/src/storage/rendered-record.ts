import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { PackFile, Revision } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import type { TwinSource } from './twin.ts';

const GROUP = 'pack.example.com';
/** Of all values but the image's tag. */
const VALUES: Readonly<Record<string, string>> = Object.freeze({ team: 'shop', logLevel: 'info' });

/** What a revision of the source would be, with the image's tag; made without a cluster. */
export function renderedRevision(source: TwinSource, revision: number, uids: Map<string, string>): Revision {
  const rendered = source.templates({ value: (path) => VALUES[path] ?? `v${revision}`, release: 'demo' });
  const documents = Object.entries(rendered).flatMap(([path, text]) => text.split(/^---\n/m).map((document) => ({ template: `${source.name}/templates/${path}`, text: document })));
  const definitions = Object.entries(source.definitions(GROUP)).map(([path, text]) => ({ template: `${source.name}/crds/${path}`, text, crd: true }));
  const parsed: unknown = parseYaml(source.values, { file: 'values.yaml' });
  return {
    schema: 1,
    release: { name: 'demo', namespace: 'shop' },
    revision,
    releaseUid: uidOf('release', uids),
    status: 'deployed',
    description: revision === 1 ? 'Install complete' : 'Upgrade complete',
    firstDeployed: '2026-01-01T00:00:00.000Z',
    lastDeployed: new Date(Date.UTC(2026, 0, 1) + revision * 12_345_678).toISOString(),
    pack: { name: source.name, version: '1.0.0', digest: 'sha256:0123', format: 'sherpack' },
    values: isObject(parsed) ? { ...parsed, image: { tag: `v${revision}` } } : {},
    userValues: { image: { tag: `v${revision}` } },
    manifests: [...definitions, ...documents],
    notes: '',
    inventory: documents.map(({ text }) => {
      const [kind, name] = [/^kind: (.+)$/m.exec(text)?.[1] ?? '', /^ {2}name: (.+)$/m.exec(text)?.[1] ?? ''];
      return { ref: { apiVersion: 'v1', kind, namespace: 'shop', name }, uid: uidOf(`${kind}/${name}`, uids), revision: 1, state: 'applied' as const };
    }),
    labels: {},
    cluster: uidOf('cluster', uids),
    extra: {},
  };
}

function uidOf(key: string, uids: Map<string, string>): string {
  const uid = uids.get(key) ?? randomUUID();
  uids.set(key, uid);
  return uid;
}

/** The files of the pack. */
export function filesOf(source: TwinSource): readonly PackFile[] {
  const syntax = { value: (path: string) => `{{ values.${path} }}`, release: '{{ release.name }}' };
  const texts = { 'values.yaml': source.values, ...prefixed('templates', source.templates(syntax)), ...prefixed('crds', source.definitions(GROUP)) };
  return Object.entries(texts).map(([path, text]) => ({ path, content: Buffer.from(text) }));
}

function prefixed(folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}
