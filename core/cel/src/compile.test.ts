import { describe, expect, it } from 'vitest';
import { CelError } from './cel-error.ts';
import { dyn, int, listOf, string } from './cel-type.ts';
import { check, compile, type CompileOptions } from './compile.ts';
import { schemaType } from './schema/schema-type.ts';

const options: CompileOptions = { variables: { object: dyn } };

const database = schemaType({
  type: 'object',
  properties: {
    spec: { type: 'object', properties: { replicas: { type: 'integer' }, 'max-size': { type: 'string' } } },
    status: { type: 'object', properties: { phase: { type: 'string' }, readyReplicas: { type: 'integer' }, extra: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } },
  },
}, { isRoot: true }) ?? dyn;

const typed: CompileOptions = { variables: { object: database }, result: 'bool' };

function errorOf(run: () => unknown): CelError {
  try {
    run();
  } catch (error) {
    if (error instanceof CelError) return error;
  }
  throw new TypeError('there was no CelError');
}

describe('an expression', () => {
  it('gives plain data for plain data', () => {
    const evaluate = (text: string): unknown => compile(text, options).evaluate({ object: { n: 3, big: 9007199254740993n, list: [1, 2.5], none: null } });
    expect(evaluate('object.n + 1')).toBe(4);
    expect(evaluate('object.big + 1')).toBe(9007199254740994n);
    expect(evaluate('object.list')).toEqual([1, 2.5]);
    expect(evaluate('{"a": [object.n], "d": duration("90s"), "none": object.none}')).toEqual({ a: [3], d: '90s', none: null });
    expect(evaluate('object.?missing.orValue("x")')).toBe('x');
  });

  it('keeps integers and doubles apart by the schema', () => {
    const program = compile('self.all(x, type(x) == int)', { variables: { self: listOf(int) } });
    expect(program.evaluate({ self: [1, 2] })).toBe(true);
    const doubles = compile('self.all(x, type(x) == double)', { variables: { self: listOf({ kind: 'double' }) } });
    expect(doubles.evaluate({ self: [1, 2] })).toBe(true);
  });

  it('knows which variables it reads', () => {
    const program = compile('self.exists(oldSelf, oldSelf == 1) && has(other.x)', { variables: { self: dyn, oldSelf: dyn, other: dyn } });
    expect(['self', 'oldSelf', 'other'].map((name) => program.reads(name))).toEqual([true, false, true]);
  });

  it('does not see what objects inherit', () => {
    for (const text of ['object.constructor', 'object.__proto__', 'object.toString', 'object["constructor"]', 'constructor']) {
      expect(() => compile(text, options).evaluate({ object: {} })).toThrow(CelError);
    }
    expect(compile('has(object.constructor) || "toString" in object', options).evaluate({ object: {} })).toBe(false);
  });
});

describe('a check', () => {
  it('finds misspelt fields, with place and near miss', () => {
    const { issues } = check('object.status.phase == "Ready" &&\n  object.status.readyReplica >= object.spec.replicas', typed);
    expect(issues).toEqual([{ kind: 'type', line: 2, column: 16, message: "undefined field 'readyReplica'", hint: "did you mean 'readyReplicas'?" }]);
  });

  it('finds everything at once', () => {
    const { issues } = check('objct.x == 1 || object.spec.replicas == "3" || nope(1)', typed);
    expect(issues.map(({ column, message }) => `${column}: ${message}`)).toEqual([
      "1: undeclared reference to 'objct' (in container '')",
      "38: found no matching overload for '_==_' applied to '(int, string)'",
      "52: undeclared reference to 'nope' (in container '')",
    ]);
    expect(issues[0]?.hint).toBe("did you mean 'object'?");
  });

  it('lists the fields when none is near', () => {
    expect(check('object.spec.zzz == 1', typed).issues[0]?.hint).toBe('the fields here are: replicas, max__dash__size');
  });

  it('wants the result that is asked for', () => {
    expect(check('object.spec.replicas', typed).issues).toEqual([expect.objectContaining({ message: 'the expression gives int, not bool' })]);
    expect(check('object.status.extra.ready', typed).issues).toEqual([]);
  });

  it('leaves what the schema keeps without describing it to the evaluation', () => {
    expect(check('object.status.extra.a.b.c == 1', typed).issues).toEqual([]);
    expect(check('object.metadata.labels.app == "x" && object.metadata.generation > 1', typed).issues).toEqual([]);
    expect(check('object.metadata.lables.app == "x"', typed).issues[0]?.hint).toBe("did you mean 'labels'?");
  });

  it('says since when there is a function', () => {
    expect(check('isIP(name)', { variables: { name: string }, kubernetesVersion: '1.29' }).issues[0]).toMatchObject({ message: "undeclared reference to 'isIP' (in container '')", hint: 'Kubernetes has it from 1.30 on' });
    expect(check('isIP(name)', { variables: { name: string }, kubernetesVersion: 'v1.30.2' }).issues).toEqual([]);
    expect(check('name.startWith("a")', { variables: { name: string } }).issues[0]?.hint).toBe("did you mean 'startsWith'?");
    expect(check('startsWith(name, "a")', { variables: { name: string } }).issues[0]?.hint).toBe('call it on a value: value.startsWith(…)');
  });

  it('places syntax errors', () => {
    expect(check('object.a ==\n  == 1', options).issues).toEqual([{ kind: 'syntax', line: 2, column: 3, message: 'Syntax error: Unexpected token: EQ' }]);
    expect(check('"ä" == \'x', options).issues[0]).toMatchObject({ line: 1, column: 8 });
    expect(check('9223372036854775808', options).issues[0]?.message).toBe('invalid int literal');
  });
});

describe('an evaluation that fails', () => {
  it('says what and where', () => {
    const error = errorOf(() => compile('object.a == 1 &&\n object.b.c > 2', options).evaluate({ object: { a: 1, b: {} } }));
    expect(error).toMatchObject({ kind: 'evaluation', message: 'no such key: c', line: 2, column: 10 });
    expect(errorOf(() => compile('object.a / 0', options).evaluate({ object: { a: 1 } })).message).toBe('division by zero');
    expect(errorOf(() => compile('object.a > "x"', options).evaluate({ object: { a: 1 } })).message).toBe('no such overload');
  });

  it('does not matter when the other side decides', () => {
    expect(compile('object.missing == 1 || true', options).evaluate({ object: {} })).toBe(true);
    expect(compile('[1, 0].exists(x, 1 / x == 1)', options).evaluate({})).toBe(true);
  });

  it('is not thrown by run, which tells the cost as well', () => {
    const result = compile('object.a.b', options).run({ object: {} });
    expect(result).toMatchObject({ error: expect.any(CelError), cost: 2 });
  });
});
