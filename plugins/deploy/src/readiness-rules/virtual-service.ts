import type { ReadinessRule } from '@sherpack/plugin-api';

/** The schema has a status, but the control plane writes it only where status updates are enabled. */
const rule: ReadinessRule = { writtenIsReady: true };

export default rule;
