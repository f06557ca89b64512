import { errorPrefix, testFile } from './file-text.ts';
import type { PluginKind } from './plugin-files.ts';

/** A plugin that brings a template engine: `${values.path}` is replaced, everything else stays. */
export const templateEngineKind: PluginKind = {
  summary: (name) => `Template engine ${name} for Sherpack packs`,
  manifest: (name) => ({ extensions: { 'template-engine': [name] } }),
  readme: (name) => `Template engine \`${name}\`: replaces \`\${values.path}\` and nothing else.

\`\`\`yaml
# Pack.yaml
engine: ${name}
\`\`\`

### Errors

| code | when |
|---|---|
| \`${errorPrefix(name)}_UNKNOWN_VALUE\` | strict rendering meets a value that is not there |
| \`${errorPrefix(name)}_OUTPUT_LIMIT\` | the rendering gets longer than is allowed |
`,
  files: (name) => ({
    'src/plugin.ts': `import { definePlugin, templateEngines } from '@sherpack/plugin-api';

export default definePlugin({
  name: '${name}',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(templateEngines, '${name}', () => import('./engine.ts'));
  },
});
`,
    'src/errors.ts': errorsFile(name),
    'src/engine.ts': engineFile(name),
    'src/plugin.test.ts': testFile([
      `import type { RenderRequest } from '@sherpack/plugin-api';`,
      `import engine from './engine.ts';`,
    ], engineTest),
  }),
};

function errorsFile(name: string): string {
  return `import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('${name}', {
  UNKNOWN_VALUE: (path: string, file: string, line: number) => ({
    message: \`there is no value "\${path}"\`,
    hint: 'Add it to values.yaml, or render without strict mode.',
    location: { file, line },
    exitCode: 4,
  }),
  OUTPUT_LIMIT: (file: string, limit: number) => ({
    message: \`\${file} takes the output beyond \${limit} characters\`,
    hint: 'Render less at once.',
    exitCode: 4,
  }),
});
`;
}

function engineFile(name: string): string {
  return `import type { ParsedTemplate, RenderedTemplate, RenderRequest, RenderResult, TemplateEngine, TemplateSource } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

const EXPRESSION = /\\$\\{values\\.([A-Za-z0-9_.]+)\\}/g;

function parse({ name, text }: TemplateSource): ParsedTemplate {
  const references = text.split('\\n').flatMap((line, index) => [...line.matchAll(EXPRESSION)].map((match) => ({
    path: pathOf(match),
    location: { file: name, line: index + 1, column: match.index + 1 },
  })));
  return { name, issues: [], references, defines: [], includes: [] };
}

function render(request: RenderRequest): RenderResult {
  const texts = new Map(request.templates.map((source) => [source.name, source.text]));
  const outputs = request.entries.map((name) => renderOne(request, name, texts.get(name) ?? ''));
  let length = 0;
  for (const output of outputs) {
    length += output.text.length;
    if (length > request.limits.output) throw errors.OUTPUT_LIMIT(output.name, request.limits.output);
  }
  return { outputs, missing: [] };
}

function renderOne({ context, strict }: RenderRequest, name: string, text: string): RenderedTemplate {
  const lines = text.split('\\n').map((line, index) => line.replaceAll(EXPRESSION, (...match) => {
    const path = String(match[1]).split('.');
    const value = valueAt(context.values, path);
    if (value === undefined && strict) throw errors.UNKNOWN_VALUE(path.join('.'), name, index + 1);
    // JSON is YAML, so that no value can break out of its place.
    return value === undefined ? '' : JSON.stringify(value);
  }));
  return { name, text: lines.join('\\n'), lines: lines.map((_, index) => index + 1) };
}

function pathOf(match: RegExpExecArray): readonly string[] {
  return (match[1] ?? '').split('.');
}

const engine: TemplateEngine = Object.freeze({ name: '${name}', suffixes: Object.freeze(['.${name}']), parse, render });

export default engine;
`;
}

const engineTest = `function request(text: string, strict: boolean): RenderRequest {
  const name = 'demo/templates/a.yaml';
  return {
    templates: [{ name, text, partial: false }],
    entries: [name],
    context: {
      values: { image: { tag: '1.0' } },
      release: { name: 'demo', namespace: 'default', revision: 1, isInstall: true, isUpgrade: false, service: 'Sherpack' },
      pack: {},
      capabilities: { kubeVersion: { version: 'v1.34.0', major: '1', minor: '34' }, apiVersions: [] },
      files: new Map(),
    },
    answers: { lookup: () => undefined, now: () => 0, randomBytes: (count) => new Uint8Array(count) },
    strict,
    options: {},
    limits: { steps: 1000, output: 1000, depth: 10 },
  };
}

describe('the engine', () => {
  it('puts values in their places', () => {
    expect(engine.render(request('tag: \${values.image.tag}', true)).outputs[0]?.text).toBe('tag: "1.0"');
  });

  it('refuses an unknown value in strict mode, with its place', () => {
    expect(() => engine.render(request('a: 1\\nb: \${values.no}', true))).toThrow('there is no value "no"');
    expect(engine.render(request('b: \${values.no}', false)).outputs[0]?.text).toBe('b: ');
  });

  it('names the values that a template reads', () => {
    const [reference] = engine.parse({ name: 'a', text: 'tag: \${values.image.tag}', partial: false }, {}).references;
    expect(reference).toEqual({ path: ['image', 'tag'], location: { file: 'a', line: 1, column: 6 } });
  });
});
`;
