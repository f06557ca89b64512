import type { ReadinessRule } from '@sherpack/plugin-api';

/** The schema has a status, but the operator writes it only where a feature gate is on. */
const rule: ReadinessRule = { writtenIsReady: true };

export default rule;
