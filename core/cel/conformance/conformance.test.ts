import { describe, expect, it } from 'vitest';
import expectedFailures from './expected-failures.json' with { type: 'json' };
import { passes } from './run-test.ts';
import { conformanceTests } from './suite.ts';

const expected: Readonly<Record<string, readonly string[]>> = expectedFailures;
const tests = conformanceTests();
const failures = groupedFailures();

function groupedFailures(): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const { section, name, test } of tests) if (!passes(test)) (grouped[section] ??= []).push(name);
  return grouped;
}

function without(left: Readonly<Record<string, readonly string[]>>, right: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(left).flatMap(([section, names]) => names.filter((name) => !right[section]?.includes(name)).map((name) => `${section}/${name}`));
}

describe('the conformance suite of cel-spec', () => {
  it('is there as a whole', () => {
    expect(tests).toHaveLength(2344);
  });

  it('fails nowhere but where it is expected to', () => {
    expect(without(failures, expected)).toEqual([]);
  });

  it('passes what was expected to fail only by being taken from the list', () => {
    expect(without(expected, failures)).toEqual([]);
  });
});
