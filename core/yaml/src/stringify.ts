import { dump, FAILSAFE_SCHEMA, Type, type Schema } from 'js-yaml';
import { isAmbiguous } from './ambiguous-text.ts';
import { isExactNumber } from './exact-number.ts';

export interface StringifyYamlOptions {
  /** Spaces per level. Default 2. */
  indent?: number;
  /** Default false: the order of the value. */
  sortKeys?: boolean;
  /** Column at which long text is folded; -1 (default) never folds. */
  lineWidth?: number;
}

const printingSchema: Schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    printed('null', (value) => value === null, () => 'null'),
    printed('bool', (value) => typeof value === 'boolean', String),
    printed('int', (value) => typeof value === 'bigint' || isExactNumber(value), String),
    printed('float', (value) => typeof value === 'number', (value) => printNumber(Number(value))),
    printed('text', isUnfitForBlock, (value) => quote(String(value))),
    // Prints nothing; js-yaml quotes a text which an implicit type claims.
    new Type('tag:yaml.org,2002:ambiguous', { kind: 'scalar', resolve: isAmbiguous, predicate: () => false }),
  ],
});

/**
 * Prints YAML as `kubectl -o yaml` does: block style, lists at the indentation of their key, multi-line text as literal
 * block. Text which YAML 1.1 or 1.2 would read as something else is quoted; bigint and ExactNumber are printed bare;
 * undefined members are left out. Ends with a line break.
 */
export function stringifyYaml(value: unknown, options: StringifyYamlOptions = {}): string {
  return dump(value, {
    schema: printingSchema,
    indent: options.indent ?? 2,
    sortKeys: options.sortKeys === true,
    lineWidth: options.lineWidth ?? -1,
    noArrayIndent: true,
    noRefs: true,
    quotingType: '"',
    skipInvalid: true,
  });
}

function printed(name: string, predicate: (value: unknown) => boolean, represent: (value: unknown) => string): Type {
  return new Type(`tag:yaml.org,2002:${name}`, { kind: 'scalar', resolve: () => false, predicate, represent });
}

// Block scalars that begin with a space need an indentation indicator; several readers get those wrong when lines of
// spaces follow. Line breaks alone give a block scalar without content.
function isUnfitForBlock(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\n') && /^\n*(?: |$)/.test(value);
}

// JSON's escapes are YAML's, but JSON leaves more characters as they are.
function quote(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-.inf' : '.inf';
  if (Object.is(value, -0)) return '-0.0';
  // The shortest spelling of a double beyond 2^53 is not its exact value, and integers are read exactly.
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(BigInt(value));
  // YAML 1.1 sees a number in 1e+21 only with a point in it.
  return String(value).replace(/^(-?[0-9]+)e/, '$1.0e');
}
