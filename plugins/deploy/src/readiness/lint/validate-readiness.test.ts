import { describe, expect, it } from 'vitest';
import type { ClusterAccess, Issue, KubernetesObject, Manifest, Pack, PackFile } from '@sherpack/plugin-api';
import type { GeneratedDefinition } from '../../../fixtures/generated-definitions.ts';
import { generateDefinition, REALISTIC } from '../../../fixtures/generated-definitions.ts';
import { validateReadiness } from './validate-readiness.ts';

const NO_CLUSTER: ClusterAccess = { cluster: async () => { throw Object.assign(new Error('not permitted'), { brand: 'sherpack.io/error' }); } };

function packWith(files: Readonly<Record<string, string>>, manifest: object = {}): Pack {
  const content = new Map<string, PackFile>(Object.entries(files).map(([path, text]) => [path, { path, content: new TextEncoder().encode(text) }]));
  const locate = async () => ({ file: 'Pack.yaml', line: 1, column: 1 });
  return { path: 'web', manifest, files: content, subpacks: [], locate } as unknown as Pack;
}

function manifestOf(object: KubernetesObject, line = 1): Manifest {
  return { object, source: { template: 'web/templates/a.yaml', document: 0, line }, text: '', secretPaths: [] };
}

function annotated(kind: string, group: string, annotations: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: `${group}/v1`, kind, metadata: { name: 'a', annotations } };
}

function issuesFor(object: KubernetesObject, template: string, definitions: readonly GeneratedDefinition[] = []): Promise<readonly Issue[]> {
  const manifests = { objects: [manifestOf(object)], crds: definitions.map(({ definition }) => manifestOf(definition)), notes: '' };
  return validateReadiness({ pack: packWith({ 'templates/a.yaml': template }), manifests }, NO_CLUSTER);
}

const STYLES: Readonly<Record<string, (rule: string) => string>> = {
  plain: (rule) => `    sherpack.io/ready-when: ${rule}`,
  double: (rule) => `    sherpack.io/ready-when: ${JSON.stringify(rule)}`,
  single: (rule) => `    "sherpack.io/ready-when": '${rule.replaceAll("'", "''")}'`,
  block: (rule) => `    sherpack.io/ready-when: |-\n      ${rule}`,
};

interface Wrong {
  readonly rule: string;
  /** What stands at the place that is to be named. */
  readonly at: string;
  readonly message: RegExp;
}

/** One right rule, and wrong ones of every sort. */
function rulesFor({ text, count, flag, nested, definition }: GeneratedDefinition): { readonly right: readonly string[]; readonly wrong: readonly Wrong[] } {
  const isOpen = JSON.stringify(definition).includes('preserve-unknown');
  return {
    right: [
      `status.${text} == "Ready" && status.${count} >= 1`,
      `object.status.${flag} || (has(status.${nested}) && status.${count} > 0)`,
    ],
    wrong: [
      { rule: `status.${text}x == "Ready"`, at: `.${text}x`, message: /undefined field/ },
      { rule: `has(status.${nested}) && object.status.${count.slice(0, -1)} == 1`, at: `.${count.slice(0, -1)} `, message: /undefined field/ },
      { rule: `status.${count} == "1"`, at: '== ', message: /no matching overload/ },
      { rule: `status.${text}`, at: `.${text}`, message: /gives string, not bool/ },
      { rule: `status.${flag} && (status.${count} > 1`, at: '', message: /./ },
      { rule: `status.${flag} && stauts.${count} > 1`, at: 'stauts', message: /undeclared reference/ },
      ...(isOpen ? [] : [{ rule: `status.${nested}.nothing == 1`, at: '.nothing', message: /undefined field/ }]),
    ],
  };
}

const DEFINITIONS = [...Array.from({ length: 27 }, (_, seed) => generateDefinition(seed)), ...REALISTIC];
const RULES = DEFINITIONS.flatMap((definition) => rulesFor(definition).wrong.map((wrong, index) => ({ definition, wrong, style: Object.keys(STYLES)[index % 4] ?? '' })));

describe('lint, without a cluster,', () => {
  it(`checks ${RULES.length} wrong rules on ${DEFINITIONS.length} definitions`, () => {
    expect(RULES.length).toBeGreaterThan(100);
    expect(DEFINITIONS).toHaveLength(30);
  });

  it.each(RULES)('refuses $wrong.rule ($style) of $definition.kind at its place', async ({ definition, wrong, style }) => {
    const { group } = definition.definition['spec'] as { group: string };
    const template = `apiVersion: ${group}/v1\nmetadata:\n  annotations:\n${STYLES[style]?.(wrong.rule) ?? ''}\n`;
    const found = await issuesFor(annotated(definition.kind, group, { 'sherpack.io/ready-when': wrong.rule }), template, [definition]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'error', code: 'DEPLOY_RULE_INVALID', message: expect.stringMatching(wrong.message), location: { file: 'web/templates/a.yaml' } });
    const { line = 0, column = 0 } = found[0]?.location ?? {};
    const pointed = (template.split('\n')[line - 1] ?? '').slice(column - 1);
    expect(pointed.startsWith(wrong.at), `points to "${pointed}"`).toBe(true);
  });

  it.each(DEFINITIONS)('lets the right rules of $kind pass', async (definition) => {
    const { group } = definition.definition['spec'] as { group: string };
    for (const rule of rulesFor(definition).right) {
      expect(await issuesFor(annotated(definition.kind, group, { 'sherpack.io/ready-when': rule }), STYLES['plain']?.(rule) ?? '', [definition])).toEqual([]);
    }
  });

  it('checks the syntax alone where nobody has the schema', async () => {
    expect(await issuesFor(annotated('Widget', 'x.example.com', { 'sherpack.io/failed-when': 'status.anything == 1' }), '')).toEqual([]);
    expect(await issuesFor(annotated('Widget', 'x.example.com', { 'sherpack.io/failed-when': 'status.' }), '')).toHaveLength(1);
  });

  it('compares times as the strings that they are when the rule runs', async () => {
    const rule = 'timestamp(status.lastBackup) > timestamp("2026-01-01T00:00:00Z")';
    expect(await issuesFor(annotated('Database', 'store.example.com', { 'sherpack.io/ready-when': rule }), '', REALISTIC)).toEqual([]);
  });

  it('points to the annotation where a template puts the rule together', async () => {
    const template = 'metadata:\n  annotations:\n    sherpack.io/ready-when: status.{{ values.field }} == "x"\n';
    const [issue] = await issuesFor(annotated('Database', 'store.example.com', { 'sherpack.io/ready-when': 'status.phse == "x"' }), template, REALISTIC);
    expect(issue?.location).toMatchObject({ line: 3, column: 5 });
    expect(issue?.hint).toContain('phase');
  });

  it.each([
    ['sherpack.io/timeout', 'soon', 'which is not a duration'],
    ['sherpack.io/settle', '5 seconds', 'which is not a duration'],
    ['sherpack.io/wait-ready', 'maybe', 'which is not "true" or "false"'],
    ['sherpack.io/wave', 'first', 'which is not a whole number'],
    ['sherpack.io/on-failure', 'ignore', 'which is not "stop"'],
    ['sherpack.io/depends-on', 'a@soon', 'which is not a list of dependencies'],
    ['sherpack.io/hook-failure-policy', 'retry', 'which is not "fail"'],
    ['sherpack.io/on-immutable', 'replace', 'which is not one of'],
  ])('refuses %s: %s', async (annotation, text, message) => {
    const [issue] = await issuesFor(annotated('Widget', 'x.example.com', { [annotation]: text }), `    ${annotation}: ${text}`);
    expect(issue).toMatchObject({ code: 'DEPLOY_ANNOTATION_INVALID', message: expect.stringContaining(message), location: { line: 1, column: annotation.length + 7 } });
  });

  it('warns of two names that say opposite things', async () => {
    const [issue] = await issuesFor(annotated('Widget', 'x.example.com', { 'sherpack.io/wait-ready': 'true', 'sherpack.io/skip-wait': 'true' }), '');
    expect(issue).toMatchObject({ severity: 'warning', code: 'DEPLOY_WISH_CONTRADICTION' });
  });

  it('checks the rules of Pack.yaml against the definition that the pack brings', async () => {
    const text = 'name: web\nreadiness:\n  - kind: Database\n    readyWhen: status.phse == "up"\n    progress: status.readyReplicas\n';
    const manifest = { readiness: [{ kind: 'Database', readyWhen: 'status.phse == "up"', progress: 'status.readyReplicas' }] };
    const manifests = { objects: [], crds: REALISTIC.map(({ definition }) => manifestOf(definition)), notes: '' };
    const found = await validateReadiness({ pack: packWith({ 'Pack.yaml': text }, manifest), manifests }, NO_CLUSTER);
    expect(found.map(({ location, message }) => [location?.line, location?.column, message])).toEqual([
      [4, 22, expect.stringContaining("undefined field 'phse'")],
      [5, 21, expect.stringContaining('gives int, not string')],
    ]);
  });
});

describe('where the operation has a cluster,', () => {
  it('rules over kinds of Kubernetes are checked against what it publishes', async () => {
    const replicas = { type: 'object', properties: { readyReplicas: { type: 'integer' } } };
    const schemas = {
      'io.k8s.Deployment': { type: 'object', properties: { status: { allOf: [{ $ref: '#/components/schemas/io.k8s.DeploymentStatus' }], default: {} } }, 'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }] },
      'io.k8s.DeploymentStatus': replicas,
    };
    const access = { cluster: async () => ({ openapi: async () => ({ components: { schemas } }) }) } as unknown as ClusterAccess;
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', annotations: { 'sherpack.io/ready-when': 'status.readyReplica == 1' } } };
    const found = await validateReadiness({ pack: packWith({}), manifests: { objects: [manifestOf(object)], crds: [], notes: '' } }, access);
    expect(found[0]).toMatchObject({ message: expect.stringContaining("undefined field 'readyReplica'"), hint: expect.stringContaining('readyReplicas') });
  });
});
