import { define, regexCost, type Overload } from '../functions/overload.ts';
import { sizeOf } from '../values/kind.ts';
import { Optional } from '../values/optional.ts';
import { NamedFormat, namedFormats } from './named-format.ts';

function named(name: string): Optional {
  const format = Object.hasOwn(namedFormats, name) ? namedFormats[name] : undefined;
  return format ? Optional.of(format) : Optional.none;
}

function validate(format: NamedFormat, text: string): Optional {
  const problems = format.problems(text);
  return problems.length === 0 ? Optional.none : Optional.of(problems);
}

function validationCost([format, text]: readonly unknown[]): number {
  return format instanceof NamedFormat ? regexCost(sizeOf(text), format.patternSize) : 1;
}

/** Kubernetes' format library. */
export const format: readonly Overload[] = [
  define('format.named(string): optional<kubernetes.NamedFormat>', named),
  ...Object.entries(namedFormats).map(([name, value]) => define(`format.${name}(): kubernetes.NamedFormat`, () => value)),
  define('kubernetes.NamedFormat->validate(string): optional<list<string>>', validate, validationCost),
];
