import type { TestRunner } from './runner.ts';

interface CollectedTest {
  readonly name: string;
  readonly test: () => Promise<void>;
}

/**
 * Runs a suite of the kit without a test framework around it and says which of its tests fail: for seeing that a suite
 * finds what is wrong, and for scripts.
 *
 * @param suite is given the runner: `(runner) => testCompression(load, runner)`
 * @param expect that of any test framework; it must throw where something is not as expected
 * @returns names of the tests that failed, in the order of the suite
 */
export async function failingTests(suite: (runner: TestRunner) => void, expect: TestRunner['expect']): Promise<readonly string[]> {
  const collected: CollectedTest[] = [];
  suite({ describe: (_name, tests) => tests(), it: (name, test) => void collected.push({ name, test }), expect });
  if (collected.length === 0) throw new Error('the suite has no tests');
  const failed: string[] = [];
  for (const { name, test } of collected) {
    if (await test().then(() => false, () => true)) failed.push(name);
  }
  return failed;
}
