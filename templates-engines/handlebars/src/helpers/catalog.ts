import { cases } from './cases.ts';
import { dates } from './dates.ts';
import { dicts } from './dicts.ts';
import { encoding } from './encoding.ts';
import { files } from './files.ts';
import { flow } from './flow.ts';
import { hashes } from './hashes.ts';
import type { Helper } from './helper.ts';
import { kubernetes } from './kubernetes.ts';
import { layout } from './layout.ts';
import { lists } from './lists.ts';
import { logic } from './logic.ts';
import { numbers } from './numbers.ts';
import { paths } from './paths.ts';
import { formats } from './printf.ts';
import { randoms } from './random.ts';
import { ranges } from './ranges.ts';
import { regex } from './regex.ts';
import { serialisation } from './serialisation.ts';
import { strings } from './strings.ts';
import { versions } from './versions.ts';

const GROUPS = [
  strings, cases, layout, formats, lists, ranges, dicts, numbers, logic, encoding, hashes, randoms, regex, versions, dates, paths, serialisation,
  kubernetes, files, flow,
];

/** Sprig's `must` forms fail where the others give nothing; here all of them fail. */
const MUST = [
  'toJson', 'toYaml', 'toPrettyJson', 'toRawJson', 'fromJson', 'regexMatch', 'regexFind', 'regexFindAll', 'regexReplaceAll', 'regexReplaceAllLiteral',
  'regexSplit', 'first', 'last', 'rest', 'initial', 'append', 'prepend', 'push', 'reverse', 'uniq', 'without', 'has', 'compact', 'slice', 'chunk',
  'merge', 'mergeOverwrite', 'deepCopy', 'dateModify', 'toDate',
];

function build(): Map<string, Helper> {
  const all = new Map<string, Helper>(GROUPS.flatMap((group) => Object.entries(group)));
  for (const name of MUST) {
    const helper = all.get(name);
    if (helper) all.set(`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, helper);
  }
  return all;
}

/** Every helper by every name that it has. */
export const HELPERS: ReadonlyMap<string, Helper> = build();

/** Blocks that the engine itself knows; `if` and the like cannot be called in an expression. */
export const BLOCKS: ReadonlySet<string> = new Set(['if', 'unless', 'each', 'with', 'define', 'inline', 'raw']);
