import { defineService } from '@sherpack/plugin-api';
import type { Extensions, OperandResolver } from '@sherpack/plugin-api';

/** The reading side of the extension point `operand`, for commands. */
export const operandResolvers = defineService<Extensions<OperandResolver>>('operand-resolvers');
