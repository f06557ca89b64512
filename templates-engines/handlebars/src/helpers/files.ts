import type { PackFile } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { RE2JS } from 're2js';
import { errors } from '../errors.ts';
import { here, isStrict } from '../run/run.ts';
import { text } from './arguments.ts';
import { helper, spend, type HelperCall, type HelperGroup } from './helper.ts';

type Args = readonly unknown[];

function content(file: PackFile): string {
  return new TextDecoder().decode(file.content);
}

function find(args: Args, call: HelperCall): PackFile | undefined {
  const path = text(call, args, 0);
  const { run } = call.frame;
  const found = run.request.context.files.get(path);
  if (found || !isStrict(run, call.unit)) return found;
  throw errors.FILE_NOT_FOUND(path, nearMiss(path, run.request.context.files.keys()), here(run, call.unit, call.place));
}

/** `*` and `?` stop at slashes, `**` does not, `{a,b}` and `[a-z]` are choices; in linear time. */
function globPattern(glob: string): RE2JS {
  const translated = glob.replaceAll(/\*\*\/?|[*?{},]|\[[^\]]*\]|[^*?{},[]+|\[/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part.startsWith('[') && part.endsWith(']')) return part.replace(/^\[!/, '[^');
    return GLOB[part] ?? RE2JS.quote(part);
  });
  return RE2JS.compile(translated);
}

const GLOB: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|' };

function matching(args: Args, call: HelperCall): PackFile[] {
  const pattern = globPattern(text(call, args, 0));
  const { files } = call.frame.run.request.context;
  spend(call, files.size);
  const found = [...files.values()].filter((file) => pattern.matches(file.path));
  return found.sort((a, b) => Number(a.path > b.path) - Number(a.path < b.path));
}

function entry(file: PackFile): Record<string, unknown> {
  return { path: file.path, name: file.path.replace(/^.*\//, ''), content: content(file), size: file.content.length };
}

/** As Helm's AsConfig and AsSecrets: base name to content, as YAML for `data:`. */
function asData(encode: (file: PackFile) => string) {
  return helper(1, 1, (args, call) => {
    const pairs = matching(args, call).map((file) => [file.path.replace(/^.*\//, ''), encode(file)] as const);
    return stringifyYaml(Object.fromEntries(pairs)).replace(/\n$/, '');
  });
}

function lines(args: Args, call: HelperCall): string[] {
  const file = find(args, call);
  return file === undefined ? [] : content(file).replace(/\r?\n$/, '').split(/\r?\n/);
}

const get = helper(1, 1, (args, call) => {
  const file = find(args, call);
  return file === undefined ? '' : content(file);
});
const getBytes = helper(1, 1, (args, call) => find(args, call)?.content ?? new Uint8Array());
const exists = helper(1, 1, (args, call) => call.frame.run.request.context.files.has(text(call, args, 0)));
const glob = helper(1, 1, (args, call) => matching(args, call).map(entry));
const line = helper(1, 1, lines);
const asConfig = asData(content);
const asSecrets = asData((file) => Buffer.from(file.content).toString('base64'));

export const files: HelperGroup = {
  'files.get': get,
  files_get: get,
  'files.get_bytes': getBytes,
  'files.getBytes': getBytes,
  files_get_bytes: getBytes,
  'files.exists': exists,
  files_exists: exists,
  'files.glob': glob,
  files_glob: glob,
  'files.lines': line,
  files_lines: line,
  'files.asConfig': asConfig,
  files_as_config: asConfig,
  'files.asSecrets': asSecrets,
  files_as_secrets: asSecrets,
};
