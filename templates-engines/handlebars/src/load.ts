import type { JsonObject, SherpackError, TemplateSource } from '@sherpack/plugin-api';
import { compileUnit } from './compile/program.ts';
import type { Body } from './compile/scope.ts';
import { inspect, type Inspection } from './inspect/inspect.ts';
import { readTemplate, type Unit } from './read/read.ts';

/** A template with all that is known of it. */
export interface Loaded {
  readonly unit: Unit;
  readonly inspection: Inspection;
  readonly body: Body;
}

// Language server, tests and repeated renderings hand in the same sources again and again.
const cache = new WeakMap<TemplateSource, Map<string, Loaded>>();

export function loadTemplate(source: TemplateSource, options: JsonObject): Loaded {
  const key = JSON.stringify(options['delimiters'] ?? null);
  const known = cache.get(source) ?? new Map<string, Loaded>();
  cache.set(source, known);
  const loaded = known.get(key) ?? load(source, options);
  known.set(key, loaded);
  return loaded;
}

export function isSound({ unit, inspection }: Loaded): boolean {
  return unit.errors.length === 0 && inspection.errors.length === 0;
}

/** Throws the first error of a template that was loaded for this purpose, with the others attached. */
export function refuseUnsound({ unit, inspection }: Loaded): never {
  const [first, ...others] = [...unit.errors, ...inspection.errors];
  throw Object.defineProperty(first as SherpackError, 'others', { value: others });
}

export function load(source: Pick<TemplateSource, 'name' | 'text'>, options: JsonObject): Loaded {
  const unit = readTemplate(source, options);
  const inspection = inspect(unit);
  let body: Body | undefined;
  return {
    unit, inspection,
    get body() {
      body ??= compileUnit(unit);
      return body;
    },
  };
}
