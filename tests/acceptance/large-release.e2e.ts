import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { expect, it } from 'vitest';
import { decodeHeader } from '../../plugins/storage/src/record/record-header.ts';
import { isolatedHome, runSherpack } from '../scenarios/target.ts';

const MAPS = 330;
const DEFINITIONS = 8;
const WORDS = 'the pod container volume node selector label field object resource request limit value name namespace default list map key status condition ready'.split(' ');

/** Text as definitions are made of, the same in every run. */
function prose(seed: number, bytes: number): string {
  let state = seed;
  const words: string[] = [];
  for (let size = 0; size < bytes; size += (words.at(-1)?.length ?? 0) + 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    words.push(WORDS[(state >>> 8) % WORDS.length] ?? '');
  }
  return words.join(' ');
}

function definition(index: number): string {
  const fields = Array.from({ length: 60 }, (_, field) => `                field${field}: { type: string, description: "${prose(index * 100 + field, 900)}" }`).join('\n');
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: larges${index}.large.example.com\nspec:\n  group: large.example.com\n  scope: Namespaced\n  names: { kind: Large${index}, plural: larges${index}, singular: large${index}, listKind: Large${index}List }\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec:\n              type: object\n              properties:\n${fields}\n`;
}

/** A pack whose record has more than thirty megabytes. */
function writePack(folder: string): string {
  const pack = join(folder, 'large');
  for (const below of ['templates', 'crds']) mkdirSync(join(pack, below), { recursive: true });
  writeFileSync(join(pack, 'Pack.yaml'), 'apiVersion: sherpack/v1\nmetadata:\n  name: large\n  version: 1.0.0\n');
  writeFileSync(join(pack, 'values.yaml'), 'tag: one\n');
  for (let index = 0; index < MAPS; index++) writeFileSync(join(pack, 'templates', `map-${index}.yaml`), `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ release.name }}-${index}\ndata:\n  tag: ${index === 0 ? '{{ values.tag }}' : 'none'}\n  text: "${prose(index + 1, 94_000)}"\n`);
  for (let index = 0; index < DEFINITIONS; index++) writeFileSync(join(pack, 'crds', `large-${index}.yaml`), definition(index));
  return pack;
}

interface Secret {
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

/** Bytes of the canonical JSON, as the header of the largest record says. */
function expandedSize(secrets: readonly Secret[]): number {
  const records = secrets.filter(({ metadata }) => metadata.name.includes('.revision.'));
  return Math.max(...records.map(({ data, metadata }) => decodeHeader(Buffer.from(data['value'] ?? '', 'base64'), metadata.name).header.size));
}

describeControlPlane('a release whose record has more than 30 MB', { nodes: 0 }, (plane) => {
  it('is installed, upgraded, rolled back, listed and uninstalled with the driver "secrets"', { timeout: 1_800_000 }, async () => {
    const home = isolatedHome();
    const space = await testNamespace(plane(), { prefix: 'large', clusterAdmin: true });
    async function ok(...args: readonly string[]): Promise<string> {
      const { code, stdout, stderr } = await runSherpack(home.folder, [...args, '--kubeconfig', space.kubeconfig, '-n', space.name], home.env);
      expect({ args, code, stderr: code === 0 ? '' : stderr.slice(-2000) }).toEqual({ args, code: 0, stderr: '' });
      return stdout;
    }
    const secrets = async () => (await plane().connection.demand<{ items: Secret[] }>('GET', `/api/v1/namespaces/${space.name}/secrets?fieldSelector=type=sherpack.io/release.v1`)).items;
    const tag = async () => (await plane().connection.demand<{ data: { tag: string } }>('GET', `/api/v1/namespaces/${space.name}/configmaps/demo-0`)).data.tag;
    try {
      const pack = writePack(home.folder);
      await ok('install', 'demo', pack);
      expect(expandedSize(await secrets())).toBeGreaterThan(30_000_000);
      expect((await secrets()).filter(({ metadata }) => metadata.name.includes('.blob.')).length).toBeGreaterThan(3);
      await ok('upgrade', 'demo', pack, '--set', 'tag=two');
      expect(await tag()).toBe('two');
      await ok('rollback', 'demo', '1');
      expect(await tag()).toBe('one');
      const history = JSON.parse(await ok('history', 'demo', '-o', 'json')) as { revision: number; status: string; description: string }[];
      expect(history.map(({ revision, status, description }) => [revision, status, description])).toEqual([[1, 'superseded', 'Install complete'], [2, 'superseded', 'Upgrade complete'], [3, 'deployed', 'Rollback to 1']]);
      expect((JSON.parse(await ok('list', '-o', 'json')) as { name: string; status: string }[])[0]).toMatchObject({ name: 'demo', status: 'deployed' });
      const sizes = (await secrets()).map(({ data }) => Buffer.from(data['value'] ?? '', 'base64').length);
      process.stdout.write(`record of ${expandedSize(await secrets())} bytes, 3 revisions: ${sizes.length} Secrets, ${sizes.reduce((sum, size) => sum + size, 0)} bytes, the largest ${Math.max(...sizes)}\n`);
      await ok('storage', 'verify', 'demo');
      await ok('uninstall', 'demo');
      expect(await secrets()).toEqual([]);
    } finally {
      for (let index = 0; index < DEFINITIONS; index++) await plane().connection.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/larges${index}.large.example.com`);
      await space.cleanup();
      home.remove();
    }
  });
});
