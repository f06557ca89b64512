import { asPath, type BlockStatement, type DecoratorBlock, type Statement } from '../ast.ts';
import type { Unit } from '../read/read.ts';

const LONGEST = 80;

/** `{{#*inline "name"}}…{{/inline}}`, or `{{#define "name"}}…{{/define}}`. */
export function asDefinition(node: Statement): DecoratorBlock | BlockStatement | undefined {
  if (node.type === 'DecoratorBlock') return node;
  return node.type === 'BlockStatement' && asPath(node.path).original === 'define' ? node : undefined;
}

export function definedName(node: DecoratorBlock | BlockStatement): string | undefined {
  const [name] = node.params;
  if (name === undefined || name.type === 'SubExpression') return undefined;
  return String(name.original);
}

/** The opening tag of a statement without its braces, as trace and coverage print it. */
export function detailOf(node: Statement, unit: Unit): string {
  const text = unit.source(node.loc);
  const end = text.indexOf('}}');
  const inner = text.slice(0, end === -1 ? undefined : end).replace(/^\{+[~&]*/, '').replace(/~$/, '').trim().replaceAll(/\s+/g, ' ');
  return inner.length <= LONGEST ? inner : `${inner.slice(0, LONGEST - 1)}…`;
}
