import { describe, expect, it } from 'vitest';
import { importsOf, isTest, typescriptFiles, workspaces } from './source-files.ts';

const PURE = ['@sherpack/yaml', '@sherpack/schema', '@sherpack/field-set', '@sherpack/cluster-client', '@sherpack/pod-behaviour', '@sherpack/cel', '@sherpack/go-yaml', '@sherpack/go-semver'];
const PURE_FOLDERS = PURE.map((name) => name.replace('@sherpack/', 'core/'));

/** What a package may import of ours, by the folder it lies in. */
function allowedFor(folder: string): readonly RegExp[] {
  if (folder === 'plugin-api') return [];
  if (folder === 'core/cluster-client') return exactly('@sherpack/plugin-api', ...PURE);
  if (PURE_FOLDERS.includes(folder)) return exactly(...PURE);
  if (folder === 'core/kernel') return exactly('@sherpack/plugin-api', ...PURE);
  if (folder === 'core/cli') return [/^@sherpack\//];
  if (folder === 'tests/plugin-kit') return exactly('@sherpack/plugin-api', '@sherpack/kernel', ...PURE);
  if (folder === 'tests/control-plane') return exactly(...PURE);
  return exactly('@sherpack/plugin-api', ...PURE);
}

function exactly(...names: readonly string[]): readonly RegExp[] {
  return names.map((name) => new RegExp(`^${name}(/|$)`));
}

/** Tests may also use the kit, the control plane and their own package. */
const FOR_TESTS = exactly('@sherpack/plugin-kit', '@sherpack/control-plane');

const packages = workspaces();
const files = typescriptFiles();

function ownFiles(folder: string) {
  return files.filter(({ path }) => path.startsWith(`${folder}/`));
}

describe('package graph', () => {
  it.each(packages.map(({ folder, name }) => [folder, name] as const))('%s imports only what its layer may', (folder, name) => {
    const wrong: string[] = [];
    for (const { path, text } of ownFiles(folder)) {
      const allowed = [...allowedFor(folder), ...exactly(name), ...(isTest(path) ? FOR_TESTS : [])];
      for (const target of importsOf(text)) {
        if (/^(@sherpack\/|sherpack(\/|$))/.test(target) && !allowed.some((rule) => rule.test(target))) wrong.push(`${path} → ${target}`);
        if (target.startsWith('.') && leaves(path, target, folder)) wrong.push(`${path} → ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(packages.map(({ folder, json }) => [folder, json] as const))('%s declares every package of ours that it imports', (folder, json) => {
    const declared = Object.keys({ ...(json['dependencies'] as object), ...(json['devDependencies'] as object), ...(json['peerDependencies'] as object) });
    const used = new Set(ownFiles(folder).flatMap(({ text }) => importsOf(text)).filter((target) => target.startsWith('@sherpack/')).map((target) => target.split('/').slice(0, 2).join('/')));
    used.delete(String(json['name']));
    expect([...used].filter((name) => !declared.includes(name))).toEqual([]);
  });

  it('has one importer of @kubernetes/client-node, which names only kubeconfig and authentication', () => {
    const importers = files.filter(({ path, text }) => !isTest(path) && importsOf(text).some((target) => target.startsWith('@kubernetes/client-node')));
    expect(importers.map(({ path }) => path)).toEqual(['plugins/kubernetes/src/kube-config.ts']);
  });

  it('keeps files, network and console out of the kernel and the pure packages', () => {
    const wrong = files
      .filter(({ path }) => ['plugin-api/', 'core/kernel/', ...PURE_FOLDERS.map((folder) => `${folder}/`)].some((start) => path.startsWith(start)) && !isTest(path))
      .flatMap(({ path, text }) => importsOf(text).filter((target) => /^node:|^(fs|http|https|net|child_process|os)$/.test(target)).map((target) => `${path} → ${target}`));
    expect(wrong).toEqual([]);
  });

  it('pins every dependency to one version', () => {
    const loose = packages.flatMap(({ folder, json }) => ['dependencies', 'devDependencies'].flatMap((kind) =>
      Object.entries((json[kind] ?? {}) as Record<string, string>).filter(([, version]) => !/^\d/.test(version)).map(([name, version]) => `${folder}: ${name} ${version}`)));
    expect(loose).toEqual([]);
  });
});

function leaves(path: string, target: string, folder: string): boolean {
  const resolved = new URL(target, `file:///${path}`).pathname.slice(1);
  return !resolved.startsWith(`${folder}/`);
}
