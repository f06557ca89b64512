import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, newFolder, sherpack } from './run-sherpack.ts';

beforeAll(() => buildOnce(), 120_000);

interface Mistake {
  /** Of the manifest, besides name, API version and module; undefined leaves a key out. */
  readonly manifest?: object;
  /** What setup does. */
  readonly setup?: string;
  /** The whole module instead. */
  readonly module?: string;
  readonly packageJson?: string;
  readonly argv?: readonly string[];
}

const RENDER = { hooks: ['render'] };
const SOURCE = { extensions: { 'pack-source': ['a'] } };
const FETCH = ['template', 'x', 'a://b/c'];

function tap(body: string, rest = ''): string {
  return `hooks.render.tap(async (value) => { ${body} }${rest});`;
}

/** A pack, and a plugin "faulty" beside it, as a stranger might write it in JavaScript or without a look at the types. */
function folderWith({ manifest = {}, setup = '', module, packageJson }: Mistake, others: Readonly<Record<string, string>> = {}): string {
  const own = { name: 'sherpack-plugin-faulty', version: '1.0.0', type: 'module', sherpack: { name: 'faulty', apiVersion: '^1', plugin: './plugin.js', ...manifest } };
  const code = `import { definePlugin, packSources, postRenderers } from '@sherpack/plugin-api';
export default definePlugin({ name: 'faulty', apiVersion: '^1', setup({ hooks, provide }) { ${setup} } });
`;
  return newFolder({
    'faulty/package.json': packageJson ?? JSON.stringify(own),
    'faulty/plugin.js': module ?? code,
    'sherpack.config.yaml': 'plugins: [./faulty]\n',
    'pack/Pack.yaml': 'apiVersion: sherpack/v1\nmetadata: {name: demo, version: 1.0.0}\nengine: plain\n',
    'pack/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: demo}\n',
    ...others,
  });
}

async function said(mistake: Mistake, folder = folderWith(mistake)) {
  const { code, stdout, stderr } = await sherpack(mistake.argv ?? ['template', 'x', './pack'], { folder });
  const [, error, message] = /^Error (\w+): ([^]*?)(?=\n {2}\w|\n$)/m.exec(stderr) ?? [];
  return { stdout, error, message, hint: /^ {2}Hint: (.*)$/m.exec(stderr)?.[1], failed: code !== 0, stderr };
}

describe('a plugin that is wrong is named, with what is wrong and what to do', () => {
  it.each<[string, Mistake, string, RegExp, RegExp]>([
    ['package.json is no JSON', { packageJson: '{ "name": "x",, }' }, 'CLI_PLUGIN_UNREADABLE', /"\.\/faulty" cannot be loaded: .*faulty\/package\.json: /, /take it out of "plugins"/],
    ['has no manifest', { packageJson: '{ "name": "x" }' }, 'KERNEL_MANIFEST_INVALID', /faulty\/package\.json .*the key "sherpack" is missing/, /your-first-plugin/],
    ['misspells a key of it', { manifest: { hook: ['render'] } }, 'KERNEL_MANIFEST_INVALID', /it has no key "hook"/, /Did you mean "hooks"\?/],
    ['misspells a hook', { manifest: { hooks: ['rendr'] } }, 'KERNEL_MANIFEST_INVALID', /"rendr" is no hook/, /Did you mean "render"\?/],
    ['gives no range', { manifest: { apiVersion: 'one' } }, 'KERNEL_MANIFEST_INVALID', /"apiVersion" is no semver range: "one"/, /your-first-plugin/],
    ['is for another API', { manifest: { apiVersion: '^9' } }, 'KERNEL_API_VERSION', /"faulty" was written for plugin API \^9; this is 1\./, /another version of Sherpack/],
    ['names a module that is not there', { manifest: { ...RENDER, plugin: './plugn.js' } }, 'KERNEL_PLUGIN_INVALID', /"faulty" cannot be loaded: Cannot find module .*plugn\.js/, /the path "plugin" in its manifest/],
    ['cannot be parsed', { manifest: RENDER, module: 'export default {{;' }, 'KERNEL_PLUGIN_INVALID', /"faulty" cannot be loaded: /, /Correct its module/],
    ['exports nothing', { manifest: RENDER, module: 'export const plugin = 1;' }, 'KERNEL_PLUGIN_INVALID', /"faulty" cannot be loaded: its default export is no plugin/, /definePlugin/],
    ['has two names', { manifest: { ...RENDER, name: 'other' } }, 'KERNEL_PLUGIN_INVALID', /"other" cannot be loaded: the module calls itself "faulty"/, /definePlugin/],
    ['requires what is not there', { manifest: { requires: ['nobody'] } }, 'KERNEL_PLUGIN_MISSING', /"faulty" requires plugin "nobody"/, /Add "nobody" to "plugins"/],
    ['has the name of another one', { manifest: { name: 'pack' } }, 'KERNEL_DUPLICATE_PLUGIN', /two plugins are called "pack"/, /"disable"/],
    ['has the command of another one', { manifest: { commands: [{ name: 'template', summary: 'x', module: './plugin.js' }] } }, 'CLI_COMMAND_CONFLICT', /"template" comes from two plugins: "release" and "faulty"/, /"disable"/],
    ['names a command\'s module that is not there', { manifest: { commands: [{ name: 'foo', summary: 'x', module: './foo.js' }] }, argv: ['foo'] }, 'CLI_PLUGIN_UNREADABLE', /"faulty" cannot be loaded: \.\/foo\.js: Cannot find module/, /Correct the plugin/],
    ['names a command\'s module without it', { manifest: { commands: [{ name: 'foo', summary: 'x', module: './plugin.js' }] }, argv: ['foo'] }, 'CLI_PLUGIN_UNREADABLE', /"faulty" .*\.\/plugin\.js lacks the export "command"/, /Correct the plugin/],
    ['throws in setup', { manifest: RENDER, setup: 'throw new Error("no luck");' }, 'KERNEL_SETUP_FAILED', /"faulty" failed in setup: no luck/, /removing it from "plugins"/],
    ['taps what it does not announce', { manifest: RENDER, setup: 'hooks.load.tap(async (value) => value);' }, 'KERNEL_UNANNOUNCED', /"faulty" calls hooks\.load\.tap\(\), which its manifest does not announce/, /Add it to "hooks"/],
    ['provides what it does not announce', { manifest: RENDER, setup: 'provide(packSources, "b", () => import("./b.js"));' }, 'KERNEL_UNANNOUNCED', /provide\(\) for the source of packs "b"/, /"extensions"/],
    ['wants an order that is none', { manifest: RENDER, setup: tap('return value', ', { order: "last" }') }, 'KERNEL_TAP_ORDER', /"faulty" wants to tap in the order "last"/, /"pre", "post"/],
    ['throws in a hook', { manifest: RENDER, setup: tap('throw new Error("no luck")') }, 'KERNEL_TAP_FAILED', /"faulty" failed in hook "render": no luck/, /--debug/],
    ['returns nothing', { manifest: RENDER, setup: tap('') }, 'KERNEL_TAP_EMPTY', /"faulty" in hook "render" returned nothing/, /"return" missing/],
    ['returns something else', { manifest: RENDER, setup: tap('return {}') }, 'KERNEL_TAP_VALUE', /"faulty" in hook "render" returned a value without "(objects|crds)"/, /\{ \.\.\.value, part \}/],
    ['changes a value in place', { manifest: RENDER, setup: tap('value.objects.length = 0; return value', ', { order: "post" }'), argv: ['template', 'x', './pack', '--debug'] }, 'KERNEL_TAP_FAILED', /"faulty" failed in hook "render": .*read only/, /not copied/],
    ['announces a variant and does not deliver it', { manifest: SOURCE, argv: FETCH }, 'KERNEL_VARIANT_INVALID', /"faulty" announces the source of packs "a" but does not deliver it/, /by default/],
    ['delivers a variant without an export', { manifest: SOURCE, setup: 'provide(packSources, "a", async () => ({}));', argv: FETCH }, 'KERNEL_VARIANT_INVALID', /"faulty" announces the source of packs "a"/, /by default/],
    ['delivers a variant that is none', { manifest: SOURCE, setup: 'provide(packSources, "a", async () => ({ default: {} }));', argv: FETCH }, 'PACK_SOURCE_FAILED', /the source of packs "a" failed: source\.takes is not a function/, /its author/],
    ['brings a variant that throws', { manifest: SOURCE, setup: 'provide(packSources, "a", async () => ({ default: { takes: async () => true, fetch: async () => { throw new Error("no luck"); } } }));', argv: FETCH }, 'PACK_SOURCE_FAILED', /the source of packs "a" failed: no luck/, /its author/],
    ['brings a post-renderer that throws', { manifest: { extensions: { 'post-renderer': ['r'] } }, setup: 'provide(postRenderers, "r", async () => ({ default: { run: async () => { throw new Error("no luck"); } } }));', argv: ['template', 'x', './pack', '--post-renderer', 'r'] }, 'PACK_POST_RENDERER_FAILED', /the post-renderer r failed: no luck/, /manifests/],
    ['has the key of another one', { manifest: { extensions: { 'pack-source': ['oci'] } }, setup: 'provide(packSources, "oci", async () => ({ default: {} }));', argv: ['template', 'x', 'oci://127.0.0.1:9/b'] }, 'KERNEL_PROVIDED_TWICE', /plugins "registry" and "faulty" both provide the source of packs "oci"|plugins "faulty" and "registry" both/, /Disable one/],
  ])('that %s', async (_what, mistake, error, message, hint) => {
    const found = await said(mistake);
    expect({ ...found, stderr: undefined }).toMatchObject({ stdout: '', error, message: expect.stringMatching(message), hint: expect.stringMatching(hint), failed: true });
    expect(found.stderr).not.toContain('This is a bug');
    expect(found.stderr).not.toContain('Require stack');
  });
});
