import { isObject } from '@sherpack/field-set/field-schema';
import { cause, invalid, ruleBroken, type FieldError } from '../validation/field-error.ts';
import type { RuleProgram } from './rule-program.ts';

/** The error of a rule that does not hold, with the reason and the place that the rule names. Structures are not shown. */
export function brokenRule({ rule, fieldPath }: RuleProgram, value: unknown, path: string, message: string): FieldError {
  const field = fieldOf(path, fieldPath);
  const isStructure = isObject(value) || Array.isArray(value);
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return cause('FieldValueForbidden', field, `Forbidden: ${message}`);
    case 'FieldValueRequired':
      return cause('FieldValueRequired', field, `Required value: ${message}`);
    case 'FieldValueDuplicate':
      return cause('FieldValueDuplicate', field, isStructure ? 'Duplicate value' : `Duplicate value: ${JSON.stringify(value)}`);
    default:
      return isStructure ? ruleBroken(field, message) : invalid(field, value, message);
  }
}

function fieldOf(path: string, fieldPath: string | undefined): string {
  if (!fieldPath) return path === '' ? '<nil>' : path;
  return path === '' ? fieldPath : `${path}.${fieldPath}`;
}
