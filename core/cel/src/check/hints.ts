import { nearMiss } from '@sherpack/schema/near-miss';
import { introducedIn, type FunctionSet } from '../functions/function-set.ts';
import { qualifiedName, type Call } from '../syntax/expression.ts';

const SHOWN = 12;

function listed(what: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const rest = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : '';
  return `${what}: ${names.slice(0, SHOWN).join(', ')}${rest}`;
}

export function fieldHint(field: string, known: readonly string[]): string | undefined {
  const near = nearMiss(field, known);
  return near === undefined ? listed('the fields here are', known) : `did you mean '${near}'?`;
}

export function variableHint(name: string, known: readonly string[]): string | undefined {
  const near = nearMiss(name, known);
  return near === undefined ? listed('the variables here are', known) : `did you mean '${near}'?`;
}

/** A function that other versions have, or one that is called nearly so. */
export function functionHint(node: Call, isMember: boolean, functions: FunctionSet): string | undefined {
  const namespace = node.target && qualifiedName(node.target);
  const names = [node.name, ...(namespace === undefined ? [] : [`${namespace}.${node.name}`])];
  const since = names.map(introducedIn).find((version) => version !== undefined);
  const isElsewhere = functions.has(node.name, !isMember);
  if (isElsewhere) return isMember ? `call it as ${node.name}(…)` : `call it on a value: value.${node.name}(…)`;
  if (since !== undefined) return `Kubernetes has it from ${since} on`;
  const near = nearMiss(node.name, functions.names(isMember).filter((name) => /^\w+$/.test(name)));
  return near === undefined ? undefined : `did you mean '${near}'?`;
}
