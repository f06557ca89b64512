import type { KubernetesObject, ReadinessRule } from '@sherpack/plugin-api';
import type { Verdict } from './contract.ts';
import type { Expression } from './expression.ts';
import { compile } from './expression.ts';
import { failed, progressing, ready } from './verdicts.ts';

/** A rule that can be asked. */
export interface CompiledRule {
  /** It says what ready means; one with `failedWhen` alone leaves that to the table. */
  readonly decides: boolean;
  readonly writtenIsReady: boolean;
  readonly settle: number | undefined;
  /** It looks at spec or generation too, so a status of before the write does not satisfy it by chance. */
  readonly comparesSpec: boolean;
  /** Whether it speaks of the condition. */
  names(condition: string): boolean;
  judge(object: KubernetesObject): Verdict;
}

/**
 * @param origin for people: `annotation`, `Pack.yaml`, `plugin`
 * @throws CelError when an expression cannot be compiled
 */
export function compileRule(rule: ReadinessRule, origin: string): CompiledRule {
  const readyWhen = rule.readyWhen === undefined ? undefined : compile(rule.readyWhen);
  const failedWhen = rule.failedWhen === undefined ? undefined : compile(rule.failedWhen);
  const progress = rule.progress === undefined ? undefined : compile(rule.progress);
  const texts = [rule.readyWhen ?? '', rule.failedWhen ?? ''].join('\n');
  return {
    decides: readyWhen !== undefined,
    writtenIsReady: rule.writtenIsReady === true,
    settle: rule.settle,
    comparesSpec: readyWhen?.mentions(['spec', 'metadata']) === true,
    names: (condition) => texts.includes(`"${condition}"`) || texts.includes(`'${condition}'`),
    judge: (object) => judge(object, { readyWhen, failedWhen, progress, origin }),
  };
}

interface Parts {
  readonly readyWhen: Expression | undefined;
  readonly failedWhen: Expression | undefined;
  readonly progress: Expression | undefined;
  readonly origin: string;
}

/** A failure that is declared wins, even where the object calls itself ready. */
function judge(object: KubernetesObject, { readyWhen, failedWhen, progress, origin }: Parts): Verdict {
  const failure = failedWhen?.evaluate(object);
  if (failure?.value === true) return failed(`its failed-when holds (${origin}): ${failedWhen?.text}`);
  const answer = readyWhen?.evaluate(object);
  if (answer?.value === true) return ready();
  const words = progress?.evaluate(object).value;
  if (typeof words === 'string' && words !== '') return progressing(words);
  return progressing(whyNot(answer) ?? `ready-when does not hold yet: ${readyWhen?.text ?? ''}`);
}

function whyNot(answer: ReturnType<Expression['evaluate']> | undefined): string | undefined {
  if (answer?.missing !== undefined) return `${answer.missing} is not there yet`;
  return answer?.problem === undefined ? undefined : `its ready-when cannot be evaluated: ${answer.problem}`;
}
