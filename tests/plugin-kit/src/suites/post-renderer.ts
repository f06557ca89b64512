import type { KubernetesObject, PostRenderContext, PostRenderer } from '@sherpack/plugin-api';
import { POST_RENDERER_FILE, isObject } from '@sherpack/plugin-api';
import { splitDocuments } from '@sherpack/yaml/documents';
import { deepFreeze, jsonEqual } from '@sherpack/yaml/equal';
import { parseYaml } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { abortedWork, isForPeople, refusalOf } from '../refusal.ts';
import type { TestRunner } from '../runner.ts';

/** Objects that templates gave, and what the renderer must make of them. */
export interface PostRenderExample {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
  readonly args?: readonly string[];
  /** In any order. Annotations that tell templates apart are the suite's affair. */
  readonly expected: readonly KubernetesObject[];
}

export interface PostRendererSuite {
  readonly load: () => Promise<{ readonly default: PostRenderer }>;
  readonly examples: readonly PostRenderExample[];
  /** Arguments or objects that it must refuse. Left out: there are none. */
  readonly refused?: { readonly objects: readonly KubernetesObject[]; readonly args?: readonly string[] };
  /** Arguments with which it takes longer than anybody waits. Left out: it waits for nothing. */
  readonly endless?: readonly string[];
}

/** Of a kind that no renderer knows, with content that comes apart in the wrong hands. */
const STRANGE: KubernetesObject = deepFreeze({
  apiVersion: 'suite.sherpack.io/v1',
  kind: 'Strange',
  metadata: { name: 'strange', namespace: 'suite' },
  spec: {
    big: 9_007_199_254_740_993n, negative: -1, half: 0.5, none: null, emptyMap: {}, emptyList: [], yes: 'yes', exponent: '1e3', octal: '012', tilde: '~',
    text: 'two\nlines, and a trailing blank \n---\nno separator\n', quoted: '"a" \'b\' # c: d', unicode: 'é ☃ 𝒳', nested: [{ list: [[1, 2], []] }],
  },
});

const SOURCE = 'web/templates/object.yaml';

interface Suite {
  readonly run: (objects: readonly KubernetesObject[], args?: readonly string[], signal?: AbortSignal) => Promise<string>;
}

/**
 * What every post-renderer must do.
 *
 * @example testPostRenderer({ load: () => import('./post-renderers/mirror.ts'), examples }, { describe, it, expect })
 */
export function testPostRenderer(options: PostRendererSuite, runner: TestRunner): void {
  const run: Suite['run'] = async (objects, args = [], signal = new AbortController().signal) => {
    const context: PostRenderContext = { args: Object.freeze([...args]), folder: process.cwd(), signal, log: { debug: () => undefined, info: () => undefined, warn: () => undefined } };
    return (await options.load()).default.run(textOf(objects), Object.freeze(context));
  };
  runner.describe('as every post-renderer', () => {
    testDocuments({ run }, options, runner);
    testExamples({ run }, options, runner);
    testEnds({ run }, options, runner);
  });
}

function testDocuments({ run }: Suite, { examples }: PostRendererSuite, { it, expect }: TestRunner): void {
  const [{ objects, args = [] } = { objects: [] }] = examples;

  it('gives back YAML documents, each of them an object', async () => {
    const wrong = readAll(await run([...objects, STRANGE], args)).filter((value) => !isKubernetesObject(value));
    expect(wrong).toEqual([]);
  });

  it('leaves an object of a kind that nobody knows as it is, to the last digit', async () => {
    const found = objectsOf(await run([...objects, STRANGE], args)).filter(({ kind }) => kind === STRANGE.kind);
    expect(found.map(({ apiVersion, spec }) => [apiVersion, jsonEqual(spec, STRANGE['spec'])])).toEqual([[STRANGE.apiVersion, true]]);
  });

  it('leaves at each object from which template it is', async () => {
    const found = objectsOf(await run([...objects, STRANGE], args)).filter(({ kind }) => kind === STRANGE.kind);
    expect(found.map(({ metadata }) => metadata.annotations?.[POST_RENDERER_FILE])).toEqual([sourceOf(objects.length)]);
  });

  it('gives the same for the same, so that no difference is seen where there is none', async () => {
    expect(await run([...objects, STRANGE], args)).toBe(await run([...objects, STRANGE], args));
  });

  it('takes no documents for no reason to fail', async () => {
    expect((await refusalOf(() => run([], args))).code).toBe('nothing');
  });
}

function testExamples({ run }: Suite, { examples }: PostRendererSuite, { it, expect }: TestRunner): void {
  for (const { name, objects, args, expected } of examples) {
    it(`makes of ${name} what it must`, async () => {
      const found = objectsOf(await run(objects, args)).map(withoutSource);
      const missing = expected.filter((each) => !found.some((other) => jsonEqual(other, each)));
      expect({ missing, count: found.length }).toEqual({ missing: [], count: expected.length });
    });
  }
}

function testEnds({ run }: Suite, { refused, endless }: PostRendererSuite, { it, expect }: TestRunner): void {
  if (refused !== undefined) {
    it('says of what it refuses why, with a code and what to do', async () => {
      const refusal = await refusalOf(() => run(refused.objects, refused.args));
      expect({ refusal, forPeople: isForPeople(refusal) }).toEqual({ refusal, forPeople: true });
    });
  }
  if (endless !== undefined) {
    it('stops with the operation', async () => {
      expect(await abortedWork((signal) => run([STRANGE], endless, signal))).toBe('stopped');
    });
  }
}

/** As the lifecycle hands objects to a post-renderer. */
function textOf(objects: readonly KubernetesObject[]): string {
  return objects.map((object, index) => {
    const annotations = { ...object.metadata.annotations, [POST_RENDERER_FILE]: sourceOf(index) };
    return `---\n${stringifyYaml({ ...object, metadata: { ...object.metadata, annotations } })}`;
  }).join('');
}

function sourceOf(index: number): string {
  return SOURCE.replace('object', `object-${index}`);
}

function readAll(text: string): readonly unknown[] {
  return splitDocuments(text).filter(({ empty }) => !empty).map((segment) => parseYaml(segment.text, { exactNumbers: true }));
}

function objectsOf(text: string): readonly KubernetesObject[] {
  return readAll(text).filter(isKubernetesObject);
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  if (!isObject(value)) return false;
  const { apiVersion, kind, metadata } = value;
  return typeof apiVersion === 'string' && typeof kind === 'string' && isObject(metadata) && typeof metadata['name'] === 'string';
}

function withoutSource(object: KubernetesObject): KubernetesObject {
  const { [POST_RENDERER_FILE]: _source, ...annotations } = object.metadata.annotations ?? {};
  const { annotations: _all, ...metadata } = object.metadata;
  return { ...object, metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations } };
}
