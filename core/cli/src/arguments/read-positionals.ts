import type { ArgumentDefinition } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';

export interface Positionals {
  /** By the argument's name. */
  readonly args: Readonly<Record<string, string | undefined>>;
  /** The values of the variadic argument. */
  readonly rest: readonly string[];
}

/**
 * Gives each argument its value, in order.
 *
 * @throws CLI_ARGUMENT_MISSING, CLI_ARGUMENT_UNEXPECTED
 */
export function readPositionals(command: string, definitions: readonly ArgumentDefinition[], given: readonly string[]): Positionals {
  const usage = usageLine(command, definitions);
  const single = definitions.filter(({ variadic }) => variadic !== true);
  const variadic = definitions.find((definition) => definition.variadic === true);
  const rest = given.slice(single.length);
  const missing = single.find(({ required }, index) => required === true && given[index] === undefined);
  if (missing !== undefined) throw errors.ARGUMENT_MISSING(command, placeholderOf(missing), usage);
  if (variadic?.required === true && rest.length === 0) throw errors.ARGUMENT_MISSING(command, placeholderOf(variadic), usage);
  if (variadic === undefined && rest[0] !== undefined) throw errors.ARGUMENT_UNEXPECTED(command, withoutValue(rest[0]), usage);
  return { args: Object.fromEntries(single.map(({ name }, index) => [name, given[index]])), rest };
}

/** A stray `password=…`, left over from a mistyped `--set`, must not be echoed. */
function withoutValue(text: string): string {
  return text.includes('=') ? `${text.slice(0, text.indexOf('='))}=…` : text;
}

/** `sherpack install RELEASE [PACK]` */
export function usageLine(command: string, definitions: readonly ArgumentDefinition[]): string {
  return ['sherpack', command, ...definitions.map(argumentText)].join(' ');
}

function argumentText(definition: ArgumentDefinition): string {
  const name = definition.variadic === true ? `${placeholderOf(definition)}...` : placeholderOf(definition);
  return definition.required === true ? name : `[${name}]`;
}

export function placeholderOf({ name }: Pick<ArgumentDefinition, 'name'>): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter}`).toUpperCase();
}
