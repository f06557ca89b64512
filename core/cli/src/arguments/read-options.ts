import type { JsonObject } from '@sherpack/plugin-api';
import { parseDuration } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from '../errors.ts';
import { dashed } from './flag-name.ts';
import type { KnownOption, OptionSet } from './option-set.ts';
import type { RawArguments } from './parse-arguments.ts';

/**
 * Turns texts into the values that the definitions promise, with defaults filled in. Keys without a value are left out.
 *
 * @throws CLI_OPTION_REFUSED, CLI_OPTION_VALUE_INVALID
 */
export function readOptions(raw: RawArguments['flags'], options: OptionSet): JsonObject {
  const values: Record<string, unknown> = {};
  for (const option of options.list) {
    const value = raw.has(option.key) ? readValue(option, raw.get(option.key)) : option.definition.default;
    if (value !== undefined) values[option.key] = value;
  }
  return values;
}

function readValue(option: KnownOption, raw: readonly string[] | boolean | undefined): unknown {
  const { definition, flag } = option;
  if (definition.refused !== undefined) throw errors.OPTION_REFUSED(dashed(flag), definition.refused);
  if (typeof raw === 'boolean' || raw === undefined) return raw;
  for (const text of raw) checkChoice(option, text);
  const last = raw.at(-1) ?? '';
  if (definition.type === 'string[]') return raw;
  if (definition.type === 'duration') return readDuration(flag, last);
  return definition.type === 'number' ? readNumber(flag, last) : last;
}

function checkChoice({ definition, flag }: KnownOption, text: string): void {
  const { choices, refusedValues = {} } = definition;
  const reason = Object.hasOwn(refusedValues, text) ? refusedValues[text] : undefined;
  if (reason !== undefined) throw errors.OPTION_REFUSED(`${dashed(flag)}=${text}`, reason);
  if (choices === undefined || choices.includes(text)) return;
  throw errors.OPTION_VALUE_INVALID(dashed(flag), `one of ${choices.join(', ')}`, nearMiss(text, choices));
}

function readDuration(flag: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw errors.OPTION_VALUE_INVALID(dashed(flag), 'a duration such as 90s, 5m or 1h30m');
  return milliseconds;
}

function readNumber(flag: string, text: string): number {
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw errors.OPTION_VALUE_INVALID(dashed(flag), 'a number');
  return Number(text);
}
