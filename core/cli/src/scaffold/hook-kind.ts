import { testFile } from './file-text.ts';
import type { PluginKind } from './plugin-files.ts';

/** A plugin that taps a stage of the lifecycle: it puts an annotation on every rendered object. */
export const hookKind: PluginKind = {
  summary: (name) => `Puts the annotation example.com/${name} on every object`,
  manifest: () => ({
    hooks: ['render'],
    configSchema: {
      type: 'object',
      properties: { value: { type: 'string', minLength: 1 } },
      additionalProperties: false,
    },
  }),
  readme: (name) => `Puts the annotation \`example.com/${name}\` on every object of a release.

\`\`\`yaml
# sherpack.config.yaml
plugins: [${name}]
${name}:
  value: shop
\`\`\`
`,
  files: (name) => ({
    'src/plugin.ts': pluginFile(name),
    'src/config.ts': configType(name),
    'src/annotate.ts': annotateFile(name),
    'src/plugin.test.ts': hookTest(name),
  }),
};

function pluginFile(name: string): string {
  return `import { definePlugin } from '@sherpack/plugin-api';
import './config.ts';

export default definePlugin({
  name: '${name}',
  apiVersion: '^1',
  setup({ hooks, config }) {
    hooks.render.tap(async (manifests) => (await import('./annotate.ts')).annotateAll(manifests, config), { order: 'post' });
  },
});
`;
}

function configType(name: string): string {
  return `export interface AnnotationConfig {
  /** The value of the annotation; "true" when missing. */
  readonly value?: string;
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    '${name}'?: AnnotationConfig;
  }
}
`;
}

function annotateFile(name: string): string {
  return `import type { Manifest, Manifests } from '@sherpack/plugin-api';
import type { AnnotationConfig } from './config.ts';

export const ANNOTATION = 'example.com/${name}';

/** Values between stages are immutable: the changed ones are copies. */
export function annotateAll(manifests: Manifests, config: AnnotationConfig | undefined): Manifests {
  const value = config?.value ?? 'true';
  return { ...manifests, objects: manifests.objects.map((manifest) => annotate(manifest, value)) };
}

function annotate(manifest: Manifest, value: string): Manifest {
  const { metadata } = manifest.object;
  const annotations = { ...metadata.annotations, [ANNOTATION]: value };
  return { ...manifest, object: { ...manifest.object, metadata: { ...metadata, annotations } } };
}
`;
}

function hookTest(name: string): string {
  const imports = [
    `import type { KubernetesObject } from '@sherpack/plugin-api';`,
    `import { definePlugin } from '@sherpack/plugin-api';`,
    `import { createTestHost } from '@sherpack/plugin-kit/test-host';`,
  ];
  return testFile(imports, `/** Stands for a pack: renders one ConfigMap. */
function rendering() {
  const object: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  const manifest = { object, text: '', secretPaths: [], source: { template: 'demo/templates/a.yaml', document: 0, line: 1 } };
  return definePlugin({
    name: 'rendering',
    apiVersion: '^1',
    setup(sherpack) {
      sherpack.addOperation({ kind: 'look', summary: 'renders', requires: [], stages: ['render'], cluster: 'none' });
      sherpack.hooks.render.tap(async (manifests) => ({ ...manifests, objects: [manifest] }));
    },
  });
}

describe('${name}', () => {
  it('annotates every object with the configured value', async () => {
    const host = createTestHost({ plugins: [rendering(), plugin], config: { '${name}': { value: 'shop' } } });
    const { manifests } = await host.run('look');
    expect(manifests?.objects[0]?.object.metadata.annotations).toEqual({ 'example.com/${name}': 'shop' });
    await host.dispose();
  });
});
`);
}
