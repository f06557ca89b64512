import type { SherpackError } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { asPath, hasArguments, isSimple, type CallNode, type PathExpression } from '../ast.ts';
import { helperName, isParam } from '../compile/expression.ts';
import type { Scope } from '../compile/scope.ts';
import { errors } from '../errors.ts';
import { BLOCKS, HELPERS } from '../helpers/catalog.ts';
import { ANY, type Helper } from '../helpers/helper.ts';
import { where, type Unit } from '../read/read.ts';

export type Call = CallNode & { readonly type: 'MustacheStatement' | 'BlockStatement' | 'SubExpression' };

const HINTS: Readonly<Record<string, string>> = {
  template: 'To print a definition write {{> name}} or {{include "name" this}}.',
  end: 'A block ends with its own name: {{/if}}, {{/each}}.',
  endif: 'A block ends with its own name: {{/if}}.',
  elif: 'Write {{else if …}}.',
  for: 'Write {{#each items as |item|}}…{{/each}}.',
  set: 'Write {{#with value as |name|}}…{{/with}}.',
  log: 'Templates have no output but their text.',
};

/** Unknown helpers and wrong numbers of arguments. */
export function checkCall(node: Call, params: Scope['params'], unit: Unit): SherpackError | undefined {
  const path = asPath(node.path);
  const here = (): ReturnType<typeof where> => where(unit, unit.place(node.loc.start));
  if (isParam(path, { params } as Scope)) return undefined;
  if (node.type === 'BlockStatement' && isSimple(path) && BLOCKS.has(path.original)) return checkBlock(node, path.original, here);
  const called = hasArguments(node) || node.type === 'SubExpression';
  if (!called) return undefined;
  const name = helperName(path);
  const helper = HELPERS.get(name);
  if (helper === undefined) return unknown(path, name, node, here);
  if (node.type === 'BlockStatement') return errors.NOT_A_BLOCK(path.original, here());
  const count = node.params.length;
  return count < helper.min || count > helper.max ? errors.ARGUMENT_COUNT(path.original, expected(helper), count, here()) : undefined;
}

function checkBlock(node: Call, name: string, here: () => ReturnType<typeof where>): SherpackError | undefined {
  const wanted = name === 'raw' ? 0 : 1;
  return node.params.length === wanted ? undefined : errors.ARGUMENT_COUNT(`{{#${name}}}`, expected({ min: wanted, max: wanted }), node.params.length, here());
}

function unknown(path: PathExpression, name: string, node: Call, here: () => ReturnType<typeof where>): SherpackError {
  if (BLOCKS.has(name)) return errors.UNKNOWN_HELPER(name, undefined, `${name} is a block: {{#${name} …}}…{{/${name}}}.`, here());
  const candidates = node.type === 'BlockStatement' ? [...BLOCKS, ...HELPERS.keys()] : HELPERS.keys();
  return errors.UNKNOWN_HELPER(path.original, nearMiss(name, candidates), Object.hasOwn(HINTS, name) ? HINTS[name] : undefined, here());
}

function expected({ min, max }: Pick<Helper, 'min' | 'max'>): string {
  const plural = (count: number): string => `${count} argument${count === 1 ? '' : 's'}`;
  if (max === ANY) return `${plural(min)} or more`;
  return min === max ? plural(min) : `${min} to ${plural(max)}`;
}
