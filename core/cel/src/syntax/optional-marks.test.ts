import { describe, expect, it } from 'vitest';
import { dyn } from '../cel-type.ts';
import { check, compile } from '../compile.ts';
import { markOptionals } from './optional-marks.ts';

const options = { variables: { a: dyn } };

describe('optional elements of literals', () => {
  it.each([
    ['[?a.?x, 1, ?a.?y]', [7, 1]],
    ['{?"x": a.?x, ?"y": a.?y, "z": 1}', { x: 7, z: 1 }],
    ['[[?a.?y], [?optional.of(2)]]', [[], [2]]],
    ['{"k": [?a.?x]}', { k: [7] }],
    ['[?a.?x.optMap(v, v + 1)]', [8]],
    ['[a.x > 1 ? "?[," : "[?x"]', ['?[,']],
    ['a[?"x"].orValue(0) in [?a[?"x"]]', true],
  ] as const)('%s', (text, expected) => {
    expect(compile(text, options).evaluate({ a: { x: 7 } })).toEqual(expected);
  });

  it.each(['a[?1]', 'a ? b : c', 'f(a, b ? c : d)', '"[?x"', "'''[?x'''", '[1] // [?x', 'a.?b', '[a][?0]', '[a ? b : c]'])('are not in %s', (text) => {
    expect([...markOptionals(text).marks]).toEqual([]);
  });

  it('have to be optionals, and came with Kubernetes 1.28', () => {
    expect(check('[?1]', options).issues[0]?.message).toBe("expected type 'optional_type(int)' but found 'int'");
    expect(compile('[?a.x]', options).run({ a: { x: 1 } }).error?.message).toBe('cannot initialize optional list element from non-optional value int');
    expect(check('[?a.x]', { ...options, kubernetesVersion: '1.27' }).issues[0]).toMatchObject({ message: "unsupported syntax '?'", column: 2 });
  });
});
