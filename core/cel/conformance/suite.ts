import { getConformanceSuite, type IncrementalTestSuite } from '@bufbuild/cel-spec/testdata/tests.js';
import type { SimpleTest } from '@bufbuild/cel-spec/cel/expr/conformance/test/simple_pb.js';

export interface NamedTest {
  /** `file/section`. */
  readonly section: string;
  readonly name: string;
  readonly test: SimpleTest;
}

/** Every test of the suite of cel-spec, in its order. Names that occur twice are numbered. */
export function conformanceTests(): readonly NamedTest[] {
  const seen = new Map<string, number>();
  return flatten(getConformanceSuite(), []).map(({ section, name, test }) => {
    const count = (seen.get(`${section}/${name}`) ?? 0) + 1;
    seen.set(`${section}/${name}`, count);
    return { section, name: count === 1 ? name : `${name}#${count}`, test };
  });
}

function flatten(suite: IncrementalTestSuite, path: readonly string[]): NamedTest[] {
  const own = suite.tests.map(({ name, original }) => ({ section: path.join('/'), name, test: original }));
  return [...own, ...suite.suites.flatMap((inner) => flatten(inner, [...path, inner.name]))];
}
