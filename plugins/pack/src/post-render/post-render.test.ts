import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostRenderer } from '@sherpack/plugin-api';
import { definePlugin, postRenderers, templateEngines } from '@sherpack/plugin-api';
import { createTestHost } from '@sherpack/plugin-kit/test-host';
import { afterAll, describe, expect, it } from 'vitest';
import { smallEngine } from '../../fixtures/small-engine.ts';
import plugin from '../plugin.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'post-render-')));
const upper: PostRenderer = { run: async (text, { args }) => text.replaceAll('old', args.join('-')) };
const engine = definePlugin({ name: 'small', apiVersion: '^1', setup: (sherpack) => sherpack.provide(templateEngines, 'handlebars', async () => ({ default: smallEngine() })) });
const host = createTestHost({
  plugins: [plugin, engine, definePlugin({ name: 'changer', apiVersion: '^1', setup: (sherpack) => sherpack.provide(postRenderers, 'changer', async () => ({ default: upper })) })],
});

afterAll(async () => {
  await host.dispose();
  rmSync(folder, { recursive: true });
});

function objectText(name: string, rest = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n    name: ${name}   # kept\n${rest}`;
}

writeFileSync(join(folder, 'Pack.yaml'), 'apiVersion: sherpack/v1\nmetadata: {name: web, version: 1.0.0}\n');
mkdirSync(join(folder, 'templates'));
writeFileSync(join(folder, 'templates/a.yaml'), objectText('a', 'data: {x: old}\n'));
writeFileSync(join(folder, 'templates/b.yaml'), objectText('b', '    annotations: {helm.sh/hook: pre-install}\n'));

function program(name: string, script: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}

async function render(postRenderer: string, postRendererArgs: readonly string[] = [], timeout?: number) {
  const { manifests } = await host.run('lint', { pack: folder, flags: { postRenderer, postRendererArgs }, ...(timeout === undefined ? {} : { timeout }) });
  return manifests?.objects ?? [];
}

describe('a post-renderer', () => {
  it('gets every object with the name of its template, and what it leaves alone stays as it was', async () => {
    const seen = join(folder, 'seen');
    const objects = await render(program('tee.sh', `tee ${seen}`));
    expect(objects.map(({ text, source }) => [source.template, text.includes('# kept')])).toEqual([['web/templates/a.yaml', true], ['web/templates/b.yaml', true]]);
    expect(readFileSync(seen, 'utf8').match(/postrenderer\.helm\.sh\/postrender-filename: .*/g)).toEqual(['a', 'b'].map((name) => `postrenderer.helm.sh/postrender-filename: web/templates/${name}.yaml`));
  });

  it('changes objects in their place, gets arguments and adds objects', async () => {
    const script = program('change.sh', 'sed "s/x: old/x: $1/"\nprintf -- "---\\napiVersion: v1\\nkind: Secret\\nmetadata: {name: new}\\nstringData: {p: q}\\n"');
    const objects = await render(script, ['brand new']);
    expect(objects.map(({ object, source }) => [object.kind, object.metadata.name, source.template])).toEqual([
      ['Secret', 'new', 'generated-by-postrender-0.yaml'], ['ConfigMap', 'a', 'web/templates/a.yaml'], ['ConfigMap', 'b', 'web/templates/b.yaml'],
    ]);
    expect(objects[1]).toMatchObject({ object: { data: { x: 'brand new' } }, text: expect.stringContaining('x: brand new') });
    expect(objects[1]?.object.metadata).toEqual({ name: 'a' });
    expect(objects[0]?.secretPaths).toEqual([['stringData', 'p']]);
  });

  it('can be a plugin', async () => {
    expect((await render('changer', ['by', 'plugin']))[0]?.object['data']).toEqual({ x: 'by-plugin' });
  });

  it.each([
    ['ends with an error', () => program('fail.sh', 'echo some reason >&2; exit 3'), 'PACK_POST_RENDERER_FAILED', /ended with 3:\nsome reason/],
    ['gives nothing back', () => program('none.sh', 'cat > /dev/null'), 'PACK_POST_RENDERER_EMPTY', /gave nothing back/],
    ['gives back no YAML', () => program('bad.sh', 'cat > /dev/null; echo "a: [b"'), 'PACK_OUTPUT_INVALID', /no valid YAML/],
    ['gives back no objects', () => program('text.sh', 'cat > /dev/null; echo "a: b"'), 'PACK_NOT_AN_OBJECT', /apiVersion/],
    ['gives one back twice', () => program('twice.sh', `printf -- '${objectText('a')}---\n${objectText('a')}'`), 'PACK_OBJECT_DUPLICATE', /rendered twice/],
    ['may not be run', () => program('data.sh', 'cat', 0o644), 'PACK_POST_RENDERER_MISSING', /neither a program/],
    ['is not there', () => 'chanxer', 'PACK_POST_RENDERER_MISSING', /neither a program/],
  ])('that %s is reported', async (_what, name, code, message) => {
    await expect(render(name())).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('is stopped with the operation', async () => {
    await expect(render(program('slow.sh', 'exec sleep 60'), [], 300)).rejects.toMatchObject({ code: expect.stringMatching(/TIME/) });
  });
});
