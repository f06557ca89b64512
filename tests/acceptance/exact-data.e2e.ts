import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { V1CSIDriverSpec } from '@kubernetes/client-node';
import type { Connection } from '@sherpack/control-plane/connection';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { testNamespace } from '@sherpack/control-plane/fixture';
import type { TestNamespace } from '@sherpack/control-plane/fixture';
import type { FaultProxy } from '@sherpack/control-plane/proxy';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { parseJson } from '@sherpack/yaml/json';
import { parseYaml, parseYamlDocuments } from '@sherpack/yaml/parse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isolatedHome, runSherpack } from '../scenarios/target.ts';

const PACK = join(fileURLToPath(new URL('.', import.meta.url)), 'packs/exact-data');
/** Known to the server, unknown to the models of the client library: `V1CSIDriverSpec` would drop it. */
const NEW_FIELD = 'serviceAccountTokenInSecrets';
const DEFINITION = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/ledgers.exact.example.com';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [key: string]: unknown };
  readonly spec: Readonly<Record<string, unknown>>;
}

interface Stage {
  readonly space: TestNamespace;
  readonly proxy: FaultProxy;
  readonly rendering: readonly Rendered[];
  close(): Promise<void>;
}

/** Renders the pack, and installs the same through a proxy that keeps what is sent. */
async function installed(plane: ControlPlane): Promise<Stage> {
  const home = isolatedHome();
  const space = await testNamespace(plane, { prefix: 'exact', clusterAdmin: true });
  const proxy = await space.proxy();
  async function ok(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runSherpack(home.folder, [...args, '-n', space.name], home.env);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }
  const documents = parseYamlDocuments(await ok('template', 'demo', PACK, '--include-crds'), { exactNumbers: true });
  await ok('install', 'demo', PACK, '--kubeconfig', proxy.kubeconfig);
  return {
    space,
    proxy,
    rendering: documents.map(({ value }) => value as Rendered),
    async close() {
      await ok('uninstall', 'demo', '--kubeconfig', space.kubeconfig);
      await plane.connection.request('DELETE', DEFINITION);
      await space.cleanup();
      home.remove();
    },
  };
}

/** The text that really changed the object: the dry run before it is no proof. */
function appliedText({ proxy }: Stage, name: string): string {
  const applies = proxy.requests.filter(({ method, path, mutating }) => method === 'PATCH' && mutating && new URL(path, 'http://server').pathname.endsWith(`/${name}`));
  expect(applies).toHaveLength(1);
  return applies.map((request) => proxy.bodyOf(request)).join('');
}

function renderedOf({ rendering }: Stage, kind: string): Rendered {
  const found = rendering.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`the pack renders no ${kind}`);
  return found;
}

/** What the deployment adds to every object on purpose: where it is, and whose it is. */
function withMarks(object: Rendered, sent: Rendered, namespace?: string): Rendered {
  const { labels, annotations } = sent.metadata;
  expect(Object.keys(labels as object).toSorted()).toEqual(['app.kubernetes.io/managed-by', 'sherpack.io/release-uid']);
  return { ...object, metadata: { ...object.metadata, ...(namespace === undefined ? {} : { namespace }), labels, annotations } };
}

/** The answer's text, read without a double in between. */
async function exactGet(api: Connection, path: string): Promise<Rendered> {
  const chunks: Buffer[] = [];
  for await (const chunk of await api.open(path)) chunks.push(chunk as Buffer);
  return parseJson(Buffer.concat(chunks).toString('utf8')) as Rendered;
}

describeControlPlane('nothing is lost between the pack and the server', {}, (plane) => {
  let stage: Stage;
  beforeAll(async () => { stage = await installed(plane()); }, 120_000);
  afterAll(async () => { await stage?.close(); }, 60_000);

  it('keeps a field that the server knows and the client library does not', async () => {
    const schemas = await plane().connection.demand<{ components: { schemas: Record<string, { properties?: object }> } }>('GET', '/openapi/v3/apis/storage.k8s.io/v1');
    expect(schemas.components.schemas['io.k8s.api.storage.v1.CSIDriverSpec']?.properties).toHaveProperty(NEW_FIELD);
    expect(V1CSIDriverSpec.getAttributeTypeMap().map(({ baseName }) => baseName)).not.toContain(NEW_FIELD);

    const rendered = renderedOf(stage, 'CSIDriver');
    const sent = parseYaml(appliedText(stage, rendered.metadata.name), { exactNumbers: true }) as Rendered;
    expect(sent).toEqual(withMarks(rendered, sent));
    const live = await exactGet(plane().connection, `/apis/storage.k8s.io/v1/csidrivers/${rendered.metadata.name}`);
    expect(live.spec).toMatchObject(rendered.spec);
    expect(live.spec[NEW_FIELD]).toBe(true);
  });

  it('keeps x-kubernetes-preserve-unknown-fields of a definition', async () => {
    const rendered = renderedOf(stage, 'CustomResourceDefinition');
    const sent = parseYaml(appliedText(stage, rendered.metadata.name), { exactNumbers: true });
    expect(sent).toEqual(rendered);
    expect((await exactGet(plane().connection, DEFINITION)).spec['versions']).toEqual(rendered.spec['versions']);
  });

  it('keeps every number of a custom resource as it is written', async () => {
    const rendered = renderedOf(stage, 'Ledger');
    const text = appliedText(stage, rendered.metadata.name);
    expect(text).toMatch(/"?number"?: ?9007199254740993\b/);
    expect(text).toMatch(/"?rate"?: ?1\.0\b/);
    const sent = parseYaml(text, { exactNumbers: true }) as Rendered;
    expect(sent).toEqual(withMarks(rendered, sent, stage.space.name));

    // 1.0 and 1 are one number in JSON, and the server prints the shorter one.
    const live = await exactGet(plane().connection, `/apis/exact.example.com/v1/namespaces/${stage.space.name}/ledgers/demo`);
    expect(live.spec).toEqual({
      number: 9007199254740993n,
      rate: 1,
      fromValues: 9007199254740993n,
      book: { balance: -9007199254740993n, rate: 1 },
      anything: [{ nothing: null, text: '1.0', flags: [true, 'true', 0.1, 1000] }, { unknown: { deeper: { id: 18014398509481985n } } }],
    });
  });
});
