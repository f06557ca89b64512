import type { Pack, ReadCluster } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { smallEngine } from '../../fixtures/small-engine.ts';
import { runTaps } from '../../fixtures/fake-sherpack.ts';
import type { RunOptions } from '../../fixtures/fake-sherpack.ts';
import { PACK_YAML, configMap, packFolder, packYaml } from '../../fixtures/pack-folder.ts';
import type { Files } from '../../fixtures/pack-folder.ts';

async function rendered(files: Files, options: RunOptions = {}) {
  return (await runTaps(await packFolder(files), { until: 'render', ...options })).manifests;
}

function names({ objects }: { readonly objects: readonly { readonly object: { readonly kind: string; readonly metadata: { readonly name?: string } } }[] }): readonly string[] {
  return objects.map(({ object }) => `${object.kind}/${String(object.metadata.name)}`);
}

const CRD = 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.example.com\nspec:\n  note: "{{ not.touched }}"\n';

describe('which files are what', () => {
  it('templates make objects, "_" files none, NOTES.txt the notes, and other names with notes are templates', async () => {
    const manifests = await rendered({
      'templates/a.yaml': configMap('a'),
      'templates/deep/notes.yaml': configMap('notes'),
      'templates/release-notes.yaml': configMap('release-notes'),
      'templates/_helpers.tpl': 'nothing',
      'templates/empty.yaml': '# only a comment\n',
      'templates/b.hbs': configMap('b'),
      'templates/c.yaml.hbs': configMap('c'),
      'templates/picture.png': 'x',
      'templates/NOTES.txt': 'Hello {{ release.name }}\n',
    });
    expect(names(manifests)).toEqual(['ConfigMap/a', 'ConfigMap/b', 'ConfigMap/c', 'ConfigMap/notes', 'ConfigMap/release-notes']);
    expect(manifests.notes).toBe('Hello demo\n');
  });

  it('definitions in crds/ stand apart and are not templates unless their suffix says so', async () => {
    const { crds, objects } = await rendered({ 'crds/thing.yaml': CRD, 'crds/other.yaml.hbs': CRD.replace('things', 'others').replace('not.touched', 'values.a'), 'values.yaml': 'a: x\n' });
    expect(objects).toEqual([]);
    expect(crds.map(({ object }) => [object.metadata.name, object['spec']])).toEqual([
      ['others.example.com', { note: 'x' }], ['things.example.com', { note: '{{ not.touched }}' }],
    ]);
  });

  it('the suffix of a file chooses another engine than the pack', async () => {
    const other = { ...smallEngine('other', ['.oth']), render: () => ({ outputs: [{ name: 'web/templates/b.yaml.oth', text: configMap('by-other'), lines: [] }], missing: [] }) };
    const manifests = await rendered({ 'templates/a.yaml': configMap('a'), 'templates/b.yaml.oth': 'x' }, { engines: [smallEngine(), other] });
    expect(names(manifests)).toEqual(['ConfigMap/a', 'ConfigMap/by-other']);
  });
});

describe('objects', () => {
  it('know template, document and line, and keep --- inside of a text', async () => {
    const pem = 'data:\n  pem: |\n    -----BEGIN X-----\n    ---\n    -----END X-----\n';
    const manifests = await rendered({ 'templates/a.yaml': `{{ lines 3 }}\n---\n${configMap('first')}${pem}---\n# comment\n\n${configMap('{{ release.name }}')}` });
    expect(manifests.objects.map(({ object, source }) => [object.metadata.name, source])).toEqual([
      ['first', { template: 'web/templates/a.yaml', document: 0, line: 3 }],
      ['demo', { template: 'web/templates/a.yaml', document: 1, line: 15 }],
    ]);
    expect(manifests.objects[0]?.object['data']).toEqual({ pem: '-----BEGIN X-----\n---\n-----END X-----\n' });
  });

  it('are taken out of lists, of kind List and of typed ones', async () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: ConfigMap, metadata: { name: a } }\n  - { apiVersion: v1, kind: Secret, metadata: { name: b } }\n';
    const typed = 'apiVersion: v1\nkind: ConfigMapList\nitems:\n  - { metadata: { name: c } }\n';
    expect(names(await rendered({ 'templates/list.yaml': `${list}---\n${typed}` }))).toEqual(['Secret/b', 'ConfigMap/a', 'ConfigMap/c']);
  });

  it('come in the order of installation, then by template, then by document', async () => {
    const kind = (name: string, apiVersion: string, of: string) => `apiVersion: ${apiVersion}\nkind: ${of}\nmetadata:\n  name: ${name}\n`;
    const manifests = await rendered({
      'templates/z.yaml': kind('z', 'v1', 'Namespace'),
      'templates/b.yaml': `${kind('b2', 'apps/v1', 'Deployment')}---\n${kind('b1', 'apps/v1', 'Deployment')}`,
      'templates/a.yaml': `${kind('a', 'example.com/v1', 'Alpha')}---\n${kind('a', 'v1', 'Service')}`,
    });
    expect(names(manifests)).toEqual(['Namespace/z', 'Service/a', 'Deployment/b2', 'Deployment/b1', 'Alpha/a']);
  });

  it('keep the spelling of numbers and integers beyond 2^53', async () => {
    const { objects } = await rendered({ 'templates/a.yaml': `${configMap('a')}big: 9007199254740993\nexact: 1.10\n` });
    expect(objects[0]?.object['big']).toBe(9007199254740993n);
    expect(String(objects[0]?.object['exact'])).toBe('1.10');
  });

  it('of kind Secret have secret data, and others where a secret value shows', async () => {
    const folder = await packFolder({
      'templates/a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  x: 1\ndata:\n  k: eA==\n',
      'templates/b.yaml': configMap('b', 'url: db://me:{{ values.password }}@host').concat('  list: [a, "{{ values.password }}"]\n  other: x\n'),
    });
    const options = {
      until: 'render',
      between: async (pack: Pack) => ({ ...pack, layers: [...pack.layers, { name: 's', rank: 300, values: { password: 'hunter2' }, secretPaths: [['password']] }] }),
    } as const;
    const marked = async (kind: string) => (await runTaps(folder, { ...options, kind })).manifests.objects.map(({ secretPaths }) => secretPaths);
    expect(await marked('install')).toEqual([[['data', 'k'], ['stringData', 'x']], [['data', 'url'], ['data', 'list', 1]]]);
    // What a chart or pack says itself is no secret to who renders it.
    expect(await marked('template')).toEqual([[], [['data', 'url'], ['data', 'list', 1]]]);
  });
});

describe('a tree of packs', () => {
  const LIBRARY = { 'packs/lib/Pack.yaml': packYaml('lib', 'kind: library\n').replace('metadata', 'metadata'), 'packs/lib/templates/_shared.tpl': 'from-lib', 'packs/lib/templates/never.yaml': configMap('never') };

  it('renders subpacks with their own values, files and names, and no library', async () => {
    const manifests = await rendered({
      ...LIBRARY,
      'templates/a.yaml': configMap('{{ values.name }}-{{ file data.txt }}'),
      'data.txt': 'root',
      'values.yaml': 'name: root\ndb:\n  name: sub\n',
      'packs/db/Pack.yaml': packYaml('db'),
      'packs/db/data.txt': 'sub',
      'packs/db/templates/a.yaml': configMap('{{ values.name }}-{{ file data.txt }}'),
      'packs/db/templates/NOTES.txt': 'notes of db',
    });
    expect(manifests.objects.map(({ object, source }) => [object.metadata.name, source.template])).toEqual([
      ['sub-sub', 'web/packs/db/templates/a.yaml'], ['root-root', 'web/templates/a.yaml'],
    ]);
    expect(manifests.notes).toBe('');
  });

  it('lends partials upwards, and those of a library sideways', async () => {
    const manifests = await rendered({
      ...LIBRARY,
      'templates/a.yaml': configMap('{{ include _shared.tpl }}-{{ include _db.tpl }}'),
      'templates/_own.tpl': 'own',
      'packs/db/Pack.yaml': packYaml('db'),
      'packs/db/templates/_db.tpl': 'from-db',
      'packs/db/templates/b.yaml': configMap('{{ include _shared.tpl }}-{{ include _own.tpl }}'),
    });
    expect(names(manifests)).toEqual(['ConfigMap/from-lib-NOTHING', 'ConfigMap/from-lib-from-db']);
  });

  it('gives the notes of subpacks when asked for, behind its own', async () => {
    const files = { 'templates/NOTES.txt': 'own', 'packs/db/Pack.yaml': packYaml('db'), 'packs/db/templates/NOTES.md': 'db' };
    expect((await rendered(files, { flags: { renderSubchartNotes: true } })).notes).toBe('own\n\ndb\n');
  });
});

describe('what templates can ask', () => {
  const QUESTION = { 'templates/a.yaml': configMap('a', 'found: "{{ lookup v1 Secret - token data.key }}"') };

  function cluster(): ReadCluster {
    return {
      identity: async () => ({ uid: 'u', server: 's', version: 'v1.31.2-gke.1' }),
      discovery: async () => ({ apiVersions: ['v1'], resources: [{ group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', namespaced: true, verbs: [], shortNames: [], subresources: [] }] }),
      resource: async () => ({ namespaced: true }),
      get: async (ref: { readonly name: string; readonly namespace?: string }) => ({ data: { key: `${String(ref.namespace)}/${ref.name}`, next: 'token' } }),
    } as unknown as ReadCluster;
  }

  it('a lookup finds nothing without a cluster', async () => {
    const { objects } = await rendered(QUESTION);
    expect(objects[0]?.object['data']).toEqual({ found: 'undefined' });
  });

  it('a lookup asks the cluster, in the namespace of the release by default', async () => {
    const { objects } = await rendered(QUESTION, { cluster: cluster(), namespace: 'shop' });
    expect(objects[0]?.object['data']).toEqual({ found: 'shop/token' });
  });

  it('random bytes differ from draw to draw, but not when a lookup repeats the rendering', async () => {
    const drawn: string[] = [];
    const engine = smallEngine();
    const spy = { ...engine, render: (request: Parameters<typeof engine.render>[0]) => {
      const result = engine.render(request);
      drawn.push(result.outputs.map(({ text }) => /id: (\S+)/.exec(text)?.[1]).join());
      return result;
    } };
    const manifests = await rendered({ 'templates/a.yaml': `${configMap('a', 'id: {{ random }}-{{ random }}')}  found: "{{ lookup v1 Secret - x data }}"\n` }, { engines: [spy] });
    expect(drawn).toHaveLength(2);
    expect(drawn[0]).toBe(drawn[1]);
    const [one, two] = String(valueAt(manifests.objects[0]?.object, ['data', 'id'])).split('-');
    expect(one).not.toBe(two);
  });

  it('the versions of the cluster, or those of a flag', async () => {
    const files = { 'templates/a.yaml': configMap('a', 'v: "{{ capabilities.kubeVersion.version }} {{ capability apps/v1/Deployment }} {{ capability x/v1 }}"') };
    const told = async (options: RunOptions) => (await rendered(files, options)).objects[0]?.object['data'];
    expect(await told({})).toEqual({ v: 'v1.36.0 false false' });
    expect(await told({ cluster: cluster() })).toEqual({ v: 'v1.31.2-gke.1 true false' });
    expect(await told({ flags: { kubeVersion: '1.29', apiVersions: ['x/v1,y/v1'] } })).toEqual({ v: 'v1.29 false true' });
  });

  it('the kubeVersion of a pack is held against the cluster without its vendor suffix', async () => {
    const files = { 'Pack.yaml': `${PACK_YAML}  kubeVersion: ">= 1.31.0, < 1.32.0"\n` };
    expect((await rendered(files, { cluster: cluster() })).objects).toEqual([]);
  });
});
