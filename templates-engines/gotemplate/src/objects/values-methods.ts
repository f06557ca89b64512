import { FunctionError } from '../run/failure.ts';
import type { FunctionGroup } from '../functions/signature.ts';
import { fn } from '../functions/signature.ts';
import { yamlText } from '../functions/yaml.ts';
import { GoMap, has } from '../value/map.ts';
import { plainMap, valuesView } from '../value/values-view.ts';

function table(values: GoMap, path: string): GoMap {
  let current = values;
  for (const name of path.split('.')) {
    const next = has(current, name) ? current[name] : undefined;
    if (!(next instanceof GoMap)) throw new FunctionError(`"${name}" is not a table`);
    current = next;
  }
  return current;
}

function pathValue(values: GoMap, path: string): unknown {
  if (path === '') throw new FunctionError('YAML path cannot be empty');
  const names = path.split('.');
  const last = names.pop() ?? '';
  const missing = new FunctionError(`"${last}" is not a value`);
  let parent = values;
  try {
    if (names.length > 0) parent = table(values, names.join('.'));
  } catch {
    throw missing;
  }
  const found = has(parent, last) ? parent[last] : undefined;
  if (found === undefined || found instanceof GoMap) throw missing;
  return found;
}

/** Methods of `.Values`. They hide keys of the same name, as in Helm. */
export const valuesMethods: FunctionGroup = {
  AsMap: fn('map', (_frame, values: GoMap) => plainMap(values)),
  YAML: fn('map', (frame, values: GoMap) => `${yamlText(frame, values)}\n`),
  Table: fn('map string', (_frame, values: GoMap, path: string) => valuesView(table(values, path))),
  PathValue: fn('map string', (_frame, values: GoMap, path: string) => pathValue(values, path)),
  Encode: fn('map any', () => {
    throw new FunctionError('there is nothing that a template could write to');
  }),
};
