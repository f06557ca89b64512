import { check, compile } from '@sherpack/cel/compile';
import { dyn } from '@sherpack/cel/cel-type';
import type { CelType } from '@sherpack/cel/cel-type';
import type { JsonSchema } from '@sherpack/cel/json-schema';
import { schemaType } from '@sherpack/cel/schema-type';
import type { KubernetesObject, ReadinessRule } from '@sherpack/plugin-api';
import { groupOf, readinessRuleKey } from '@sherpack/plugin-api';
import type { TestRunner } from '../runner.ts';

/** An object as a cluster may have it, and what the rule is to say of it. */
export interface ReadinessExample {
  readonly name: string;
  readonly object: KubernetesObject;
  readonly expected: 'ready' | 'failed' | 'progressing';
}

export interface ReadinessRuleSuite {
  /** As the manifest announces it: `certificate.cert-manager.io`. */
  readonly key: string;
  readonly load: () => Promise<{ readonly default: ReadinessRule }>;
  /** At least one that is ready, unless what is written is ready. */
  readonly examples: readonly ReadinessExample[];
  /** `openAPIV3Schema` of the version in the examples; with it field names and types are checked too. */
  readonly schema?: JsonSchema | undefined;
}

const MEMBERS: readonly string[] = ['object', 'apiVersion', 'kind', 'metadata', 'spec', 'status', 'data'];
const UNTYPED: Readonly<Record<string, CelType>> = Object.fromEntries(MEMBERS.map((name) => [name, dyn]));

/**
 * What every readiness rule must do.
 *
 * @example testReadinessRule({ key, load: () => import('./widget.example.com.ts'), examples }, { describe, it, expect })
 */
export function testReadinessRule(suite: ReadinessRuleSuite, { describe, it, expect }: TestRunner): void {
  const { key, examples } = suite;
  const open = async () => (await suite.load()).default;

  describe(`as every readiness rule, ${key}`, () => {
    it('is announced under kind and group in lower case', async () => {
      expect(examples.filter(({ object }) => readinessRuleKey(groupOf(object.apiVersion), object.kind) !== key).map(({ name }) => name)).toEqual([]);
      expect(key).toBe(key.toLowerCase());
    });

    it('says something, and does not contradict itself', async () => {
      const { readyWhen, failedWhen, progress, settle, writtenIsReady } = await open();
      const others = [readyWhen, failedWhen, progress, settle].filter((part) => part !== undefined);
      expect(writtenIsReady === true ? others.length === 0 : others.length > 0, 'writtenIsReady stands alone').toBe(true);
      expect(settle === undefined || (Number.isFinite(settle) && settle >= 0), 'settle is a time in milliseconds').toBe(true);
    });

    it('has expressions that compile and give what they must', async () => {
      expect(problemsOf(await open(), suite.schema)).toEqual([]);
    });

    it('is not satisfied by an object without a status', async () => {
      const rule = await open();
      const [bare] = examples;
      if (rule.writtenIsReady === true || rule.readyWhen === undefined || bare === undefined) return;
      const { status: _left, ...object } = bare.object as KubernetesObject & { readonly status?: unknown };
      expect(holds(rule.readyWhen, object as KubernetesObject)).toBe(false);
    });

    for (const { name, object, expected } of examples) {
      it(`says ${expected} of ${name}`, async () => {
        expect(sayingOf(await open(), object)).toBe(expected);
      });
    }
  });
}

function problemsOf(rule: ReadinessRule, schema: JsonSchema | undefined): readonly string[] {
  const variables = schema === undefined ? UNTYPED : variablesOf(schema);
  const parts = [['readyWhen', rule.readyWhen, 'bool'], ['failedWhen', rule.failedWhen, 'bool'], ['progress', rule.progress, 'string']] as const;
  return parts.flatMap(([part, text, result]) => (text === undefined ? [] : check(text, { variables, result }).issues.map(({ message, column }) => `${part}:${column}: ${message}`)));
}

function variablesOf(schema: JsonSchema): Readonly<Record<string, CelType>> {
  const type = schemaType(schema, { isRoot: true, view: 'object' });
  if (type?.kind !== 'object') return UNTYPED;
  return Object.fromEntries([['object', type], ...[...type.fields].filter(([name]) => MEMBERS.includes(name)).map(([name, field]) => [name, field.type] as const)]);
}

/** A failure wins; a field that is not there is not yet ready. */
function sayingOf(rule: ReadinessRule, object: KubernetesObject): ReadinessExample['expected'] {
  if (rule.failedWhen !== undefined && holds(rule.failedWhen, object)) return 'failed';
  return rule.writtenIsReady === true || (rule.readyWhen !== undefined && holds(rule.readyWhen, object)) ? 'ready' : 'progressing';
}

function holds(expression: string, object: KubernetesObject): boolean {
  const present = Object.fromEntries(Object.entries(object).filter(([name]) => MEMBERS.includes(name)));
  const { value, error } = compile(expression, { variables: UNTYPED }).run({ ...present, object });
  if (error !== undefined && !/^(no such key|no such attribute|index out of bounds)/u.test(error.message)) throw error;
  return value === true;
}
