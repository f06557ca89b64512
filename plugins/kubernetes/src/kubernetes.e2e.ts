import { describeControlPlane } from '@sherpack/control-plane/suite';
import { testCluster } from '@sherpack/plugin-kit/suites/cluster';
import { describe, expect, it } from 'vitest';
import { connectContext } from '../fixtures/connect-context.ts';
import kubernetes from './kubernetes.ts';

describeControlPlane('the kubernetes variant on a real API server', { nodes: 0 }, (controlPlane) => {
  testCluster(() => kubernetes.connect(connectContext({ kubeconfig: controlPlane().kubeconfig })), { describe, it, expect });
});
