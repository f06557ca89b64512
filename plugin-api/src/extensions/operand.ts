import type { ClusterAccess } from '../hooks.ts';
import { defineExtensionPoint } from '../extension-point.ts';

export interface OperandContext extends ClusterAccess {
  readonly namespace: string;
  readonly folder: string;
}

/**
 * Decides whether an argument of `diff`, `test` and the like is what it stands for: a release, a pack, an environment.
 * The command asks all of them; more than one yes is refused with the choices.
 *
 * Conformance: `@sherpack/plugin-kit` suite `operand`.
 */
export interface OperandResolver {
  /** For the message about an ambiguous argument: `the release "web" in namespace "shop"`. Undefined: it is none. */
  resolve(text: string, context: OperandContext): Promise<string | undefined>;
}

export const operands = defineExtensionPoint<OperandResolver>('operand', 'kind of argument');
