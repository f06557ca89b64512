/** The matchers that the kit's tests use; those of vitest, jest and their like fit. */
export interface Matchers {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
}

/** The parts of a test runner that the kit needs: hand in those of vitest, jest or node:test with an `expect`. */
export interface TestRunner {
  describe(name: string, tests: () => void): void;
  it(name: string, test: () => Promise<void>): void;
  expect(actual: unknown, message?: string): Matchers;
}
