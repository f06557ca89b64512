import { isEmpty, kindName, typeName } from '../value/kind.ts';
import { FunctionError } from '../run/failure.ts';
import { deepEqual } from './compare.ts';
import { fn, type FunctionGroup } from './signature.ts';

export const logic: FunctionGroup = {
  default: fn('any ...any', (_frame, fallback: unknown, ...given: unknown[]) => (given.length === 0 || isEmpty(given[0]) ? fallback : given[0])),
  empty: fn('any', (_frame, value: unknown) => isEmpty(value)),
  coalesce: fn('...any', (_frame, ...values: unknown[]) => values.find((value) => !isEmpty(value)) ?? null),
  all: fn('...any', (_frame, ...values: unknown[]) => values.every((value) => !isEmpty(value))),
  any: fn('...any', (_frame, ...values: unknown[]) => values.some((value) => !isEmpty(value))),
  ternary: fn('any any bool', (_frame, yes: unknown, no: unknown, condition: boolean) => (condition ? yes : no)),
  typeOf: fn('any', (_frame, value: unknown) => typeName(value)),
  typeIs: fn('string any', (_frame, type: string, value: unknown) => type === typeName(value)),
  typeIsLike: fn('string any', (_frame, type: string, value: unknown) => type === typeName(value) || `*${type}` === typeName(value)),
  kindOf: fn('any', (_frame, value: unknown) => kindName(value)),
  kindIs: fn('string any', (_frame, kind: string, value: unknown) => kind === kindName(value)),
  deepEqual: fn('any any', (_frame, a: unknown, b: unknown) => deepEqual(a, b)),
  fail: fn('string', (frame, message: string) => {
    if (frame.run.options.lint) return '';
    throw new FunctionError(message, 'fail');
  }),
  required: fn('string any', (frame, message: string, value: unknown) => {
    if (value !== null && value !== undefined && value !== '') return value;
    if (frame.run.options.lint) return '';
    throw new FunctionError(message, 'required');
  }),
};
