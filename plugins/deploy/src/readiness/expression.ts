import { compile as compileCel } from '@sherpack/cel/compile';
import type { CelError } from '@sherpack/cel/cel-error';
import { dyn } from '@sherpack/cel/cel-type';
import type { KubernetesObject } from '@sherpack/plugin-api';

/** What became of an evaluation: exactly one of the three is there. */
export interface Evaluation {
  readonly value?: unknown;
  /** The first field on the way that is not there. */
  readonly missing?: string | undefined;
  readonly problem?: string | undefined;
}

/** A compiled expression over an object of the cluster. */
export interface Expression {
  readonly text: string;
  /** Whether it reads one of these members of the object. */
  mentions(members: readonly string[]): boolean;
  evaluate(object: KubernetesObject): Evaluation;
}

/** The names by which an expression reaches the object. */
export const VARIABLES: readonly string[] = Object.freeze(['object', 'apiVersion', 'kind', 'metadata', 'spec', 'status', 'data']);

const UNTYPED = Object.fromEntries(VARIABLES.map((name) => [name, dyn]));

/** @throws CelError when it is no expression */
export function compile(text: string): Expression {
  const program = compileCel(text, { variables: UNTYPED });
  return {
    text,
    mentions: (members) => members.some((member) => program.reads(member) || (program.reads('object') && new RegExp(`\\bobject\\.${member}\\b`, 'u').test(text))),
    evaluate(object) {
      const present = Object.fromEntries(Object.entries(object).filter(([name]) => VARIABLES.includes(name)));
      const { value, error } = program.run({ ...present, object });
      return error === undefined ? { value } : evaluationOf(text, error);
    },
  };
}

function evaluationOf(text: string, error: CelError): Evaluation {
  const attribute = /^no such attribute\(s\): (.+)$/u.exec(error.message)?.[1];
  if (attribute !== undefined) return { missing: attribute };
  const key = /^no such key: (.+)$/u.exec(error.message)?.[1];
  if (key !== undefined) return { missing: `${chainBefore(text, error)}.${key}` };
  return error.message.startsWith('index out of bounds') ? { missing: `an entry of ${chainBefore(text, error)}` } : { problem: error.message };
}

/** The names to the left of the place of the error: `status.conditions` of `status.conditions.foo`. */
function chainBefore(text: string, { line, column }: CelError): string {
  const before = [...(text.split('\n')[line - 1] ?? '')].slice(0, column - 1).join('');
  return /[\w.]*(?:\[[^\]]*\])?$/u.exec(before)?.[0].replace(/\.$/u, '') || 'it';
}
