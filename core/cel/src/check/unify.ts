import { dyn, listOf, mapOf, type CelType } from '../cel-type.ts';

/** What nothing has been said about yet, as the elements of `[]`: it takes the type of whatever it meets. */
export const free: CelType = { kind: 'dyn' };

function isFree(type: CelType): boolean {
  return type === free;
}

/** Of two types that fit one another, what is known from both. */
export function merged(a: CelType, b: CelType): CelType {
  if (isFree(a) || a.kind === 'null') return b;
  if (a.kind === 'list' && b.kind === 'list') return listOf(merged(a.element, b.element));
  if (a.kind === 'map' && b.kind === 'map') return mapOf(merged(a.key, b.key), merged(a.value, b.value));
  if (a.kind === 'opaque' && b.kind === 'opaque') return { ...a, parameters: a.parameters.map((parameter, i) => merged(parameter, b.parameters[i] ?? free)) };
  return b.kind === 'dyn' && !isFree(b) ? b : a;
}

/** What the type parameters of a signature stand for in one call. */
export type Bindings = Map<string, CelType>;

/** Whether a value of a type can be given where another is wanted (cel-go, checker/types.go). Dyn fits everywhere. */
export function accepts(wanted: CelType, given: CelType, bindings: Bindings = new Map()): boolean {
  if (wanted.kind === 'parameter') return bind(wanted.name, given, bindings);
  if (wanted.kind === 'dyn' || given.kind === 'dyn') return true;
  if (wanted.kind === 'null' || given.kind === 'null') return wanted.kind === given.kind || isNullable(wanted.kind === 'null' ? given : wanted);
  if (wanted.kind !== given.kind) return false;
  return acceptsParts(wanted, given, bindings);
}

function acceptsParts(wanted: CelType, given: CelType, bindings: Bindings): boolean {
  if (wanted.kind === 'list' && given.kind === 'list') return accepts(wanted.element, given.element, bindings);
  if (wanted.kind === 'map' && given.kind === 'map') return accepts(wanted.key, given.key, bindings) && accepts(wanted.value, given.value, bindings);
  if (wanted.kind === 'object' && given.kind === 'object') return wanted.name === given.name;
  if (wanted.kind === 'opaque' && given.kind === 'opaque') {
    return wanted.name === given.name && wanted.parameters.every((parameter, i) => accepts(parameter, given.parameters[i] ?? dyn, bindings));
  }
  return true;
}

function isNullable(type: CelType): boolean {
  return ['object', 'opaque', 'duration', 'timestamp', 'null'].includes(type.kind);
}

function bind(name: string, given: CelType, bindings: Bindings): boolean {
  const bound = bindings.get(name);
  if (!bound) {
    bindings.set(name, given);
    return true;
  }
  if (!accepts(bound, given) && !accepts(given, bound)) return false;
  bindings.set(name, merged(bound, given));
  return true;
}

export function substitute(type: CelType, bindings: Bindings): CelType {
  switch (type.kind) {
    case 'parameter':
      return bindings.get(type.name) ?? free;
    case 'list':
      return listOf(substitute(type.element, bindings));
    case 'map':
      return mapOf(substitute(type.key, bindings), substitute(type.value, bindings));
    case 'opaque':
      return { ...type, parameters: type.parameters.map((parameter) => substitute(parameter, bindings)) };
    default:
      return type;
  }
}
