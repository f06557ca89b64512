import { describe, expect, it } from 'vitest';
import { configMap } from './objects.ts';
import { createWorld } from './world.ts';
import { command as diff } from '@sherpack/plugin-release/commands/diff';
import { command as install } from '@sherpack/plugin-release/commands/install';

const TEXT = Array.from({ length: 12 }, (_, index) => `line ${index}`).join('\n');

async function installed() {
  const made = await createWorld();
  const pod = (image: string, more: readonly object[] = []) => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'web', image }, ...more] },
  });
  made.packs.set('one', { objects: () => [configMap('text', { file: TEXT }), configMap('old', { a: '1' }), pod('nginx:1')] });
  made.packs.set('two', { objects: () => [configMap('text', { file: TEXT.replace('line 6', 'line six') }), configMap('new', { b: '2' }), pod('nginx:2', [{ name: 'side', image: 'side:1' }])] });
  await made.run(install, ['web', 'one'], { createNamespace: true });
  return made;
}

describe('diff', () => {
  it('shows field by field what a pack would change about a release', async () => {
    const { run } = await installed();
    const { out, code } = await run(diff, ['release:web', 'pack:two'], { exitCode: true });
    expect(code).toBe(3);
    expect(out).toBe(`~ ConfigMap shop/text  (web/templates/configmap-0.yaml:1)
      data.file
        line 4
        line 5
    -   line 6
    +   line six
        line 7
        line 8
    \\    No newline at end of file
+ ConfigMap shop/new  (web/templates/configmap-1.yaml:1)
    + apiVersion: v1
    + kind: ConfigMap
    + metadata:
    +   name: new
    + data:
    +   b: "2"
~ Pod shop/p  (web/templates/pod-2.yaml:1)
      spec.containers[0].image
    -   nginx:1
    +   nginx:2
      spec.containers[1]
    +   name: side
    +   image: side:1
- ConfigMap shop/old  (web/templates/configmap-1.yaml:1)
    - apiVersion: v1
    - kind: ConfigMap
    - metadata:
    -   name: old
    - data:
    -   a: "1"
1 added, 2 changed, 1 removed
`.replace('    \\    No newline at end of file\n', ''));
  });

  it('shows what somebody has changed in the cluster since', async () => {
    const { run, sandbox } = await installed();
    expect((await run(diff, ['release:web'], { exitCode: true })).code).toBe(0);
    await sandbox.delete('/api/v1/namespaces/shop/configmaps/old');
    const { data, code } = await run(diff, ['release:web'], { exitCode: true }, { output: 'json' });
    expect(code).toBe(3);
    expect(data).toMatchObject({ different: true, objects: [{ action: 'added', kind: 'ConfigMap', name: 'old' }] });
  });

  it('refuses what it cannot compare, and arguments that nobody knows', async () => {
    const { run } = await installed();
    expect((await run(diff, ['pack:one'])).error).toMatchObject({ code: 'RELEASE_DIFF_OPERANDS', exitCode: 2 });
    expect((await run(diff, ['web', 'nothing'])).error).toMatchObject({ code: 'RELEASE_OPERAND_UNKNOWN', message: '"nothing" is neither a pack nor a release' });
    expect((await run(diff, ['nothing'])).error).toMatchObject({ code: 'RELEASE_OPERAND_UNKNOWN' });
  });

  it('refuses an argument that may be two things and names both', async () => {
    const { run } = await installed();
    const settings = { folder: new URL('./packs', import.meta.url).pathname };
    expect((await run(diff, ['web'], {}, settings)).error).toMatchObject({
      code: 'RELEASE_OPERAND_AMBIGUOUS', exitCode: 2, message: '"web" may be the pack in web or the release "web" in namespace "shop"',
    });
    expect((await run(diff, ['release:web'], {}, settings)).error).toBeUndefined();
  });
});
