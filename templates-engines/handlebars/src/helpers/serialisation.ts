import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { parseYaml } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { isExactNumber } from '@sherpack/yaml/exact-number';
import { spendNodes, text, toNumeric } from './arguments.ts';
import { helper, lenientHelper, refuse, type HelperCall, type HelperGroup } from './helper.ts';
import { textOf } from '../run/value.ts';

type Args = readonly unknown[];

/** Without a line feed at the end, so that it can be indented. */
function toYaml(args: Args, call: HelperCall): string {
  spendNodes(call, args[0]);
  return stringifyYaml(args[0]).replace(/\n$/, '');
}

function toJson(indent: number) {
  return helper(1, 1, (args, call) => {
    spendNodes(call, args[0]);
    return stringifyJson(args[0], { indent });
  });
}

function read(call: HelperCall, what: string, parse: () => unknown): unknown {
  try {
    return parse() ?? null;
  } catch {
    // The parser's message may show the text, and the text may hold a secret.
    return refuse(call, `the text is not valid ${what}`);
  }
}

function fromYaml(args: Args, call: HelperCall): unknown {
  return read(call, 'YAML', () => parseYaml(text(call, args, 0), { exactNumbers: true }));
}

function fromJson(args: Args, call: HelperCall): unknown {
  return read(call, 'JSON', () => parseJson(text(call, args, 0), { exactNumbers: true }));
}

/** Lists and maps as JSON, so that nothing prints as [object Object]. */
function toText(args: Args, call: HelperCall): string {
  const [value] = args;
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return textOf(value);
  spendNodes(call, value);
  return stringifyJson(value);
}

const yaml = helper(1, 1, toYaml);
const json = toJson(0);
const pretty = toJson(2);
const parsedYaml = helper(1, 1, fromYaml);
const parsedJson = helper(1, 1, fromJson);
const spelled = helper(1, 1, toText);

export const serialisation: HelperGroup = {
  toYaml: yaml,
  toyaml: yaml,
  toYamlPretty: yaml,
  toJson: json,
  tojson: json,
  toRawJson: json,
  toPrettyJson: pretty,
  tojson_pretty: pretty,
  fromYaml: parsedYaml,
  fromyaml: parsedYaml,
  fromYamlArray: parsedYaml,
  fromJson: parsedJson,
  fromjson: parsedJson,
  fromJsonArray: parsedJson,
  toString: spelled,
  tostring: spelled,
  isNumber: lenientHelper(1, 1, (args) => typeof args[0] !== 'string' && toNumeric(args[0]) !== undefined),
};
