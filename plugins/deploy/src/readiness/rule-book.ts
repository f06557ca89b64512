import type { Extensions, KubernetesObject, ReadinessRule } from '@sherpack/plugin-api';
import { groupOf, readinessRuleKey } from '@sherpack/plugin-api';
import type { CompiledRule } from './rule.ts';
import { compileRule } from './rule.ts';
import { annotatedRule } from './wishes.ts';

/** Finds the rule for an object: the annotation on it, else Pack.yaml, else the catalogue of the plugins. */
export interface RuleBook {
  ruleFor(object: KubernetesObject): Promise<CompiledRule | undefined>;
}

export const NO_RULES: RuleBook = Object.freeze({ ruleFor: async (object: KubernetesObject) => own(object, undefined) });

/** A rule of Pack.yaml for objects of a kind, or for those of them with a name. */
export interface PackRule extends ReadinessRule {
  readonly kind: string;
  readonly group?: string | undefined;
  readonly name?: string | undefined;
}

export function createRuleBook(packRules: readonly PackRule[], catalogue: Extensions<ReadinessRule>): RuleBook {
  return {
    async ruleFor(object) {
      const declared = packRules.find((rule) => speaksOf(rule, object)) ?? await catalogued(object, catalogue);
      return own(object, declared);
    },
  };
}

function speaksOf({ kind, group, name }: PackRule, object: KubernetesObject): boolean {
  return object.kind === kind && (group === undefined || groupOf(object.apiVersion) === group) && (name === undefined || object.metadata.name === name);
}

async function catalogued(object: KubernetesObject, catalogue: Extensions<ReadinessRule>): Promise<ReadinessRule | undefined> {
  const key = readinessRuleKey(groupOf(object.apiVersion), object.kind);
  return catalogue.has(key) ? catalogue.get(key) : undefined;
}

/** What the annotations leave open the declared rule fills in. */
function own(object: KubernetesObject, declared: ReadinessRule | undefined): CompiledRule | undefined {
  const annotated = annotatedRule(object);
  if (annotated === undefined) return declared === undefined ? undefined : compileRule(declared, 'rule');
  const { writtenIsReady: _left, ...rest } = declared ?? {};
  const set = Object.fromEntries(Object.entries(annotated).filter(([, value]) => value !== undefined));
  return compileRule({ ...rest, ...set }, 'annotation');
}
