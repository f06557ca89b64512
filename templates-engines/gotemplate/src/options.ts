import { isObject, type JsonObject } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { GO_DELIMITERS, type Delimiters } from './read/lexer.ts';

/** What `engine:` in Pack.yaml can say of this engine. */
export interface EngineOptions {
  readonly delimiters: Delimiters;
  readonly missingKey: 'zero' | 'error';
  readonly keepNoValue: boolean;
  readonly lint: boolean;
}

/** @throws GOTEMPLATE_OPTIONS */
export function readOptions(options: JsonObject): EngineOptions {
  if (!isObject(options)) throw errors.OPTIONS('is no map');
  const { delimiters, missingKey = 'zero', keepNoValue = false, lint = false } = options;
  if (missingKey !== 'zero' && missingKey !== 'error') throw errors.OPTIONS('missingKey must be "zero" or "error"');
  return { delimiters: delimitersOf(delimiters), missingKey, keepNoValue: keepNoValue === true, lint: lint === true };
}

function delimitersOf(given: unknown): Delimiters {
  if (given === undefined) return GO_DELIMITERS;
  const [left, right] = Array.isArray(given) ? (given as unknown[]) : [];
  const usable = typeof left === 'string' && typeof right === 'string' && left !== right && /^\S+$/.test(left) && /^\S+$/.test(right);
  if (!usable) throw errors.OPTIONS('delimiters must be a list of two different texts without spaces');
  return { left, right };
}
