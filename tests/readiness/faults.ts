import type { Case } from './case.ts';
import { deployment, INIT, job, SIDECAR, statefulSet } from './objects.ts';
import { serveWebhook } from '../admission/webhook.ts';

/** Until a Deployment has its pod and the pretended kubelet has begun with it. */
const START = 1000;
/** The pretended kubelet pulls for the second time after this. */
const PULLED_TWICE = START + 2100;
const RESTARTED_THRICE = START + 2700;

/** The faults of the taxonomy; each within its own grace time, and five seconds. */
export const FAULTS: readonly Case[] = [
  fault('bad image', deployment('main', { behaviour: 'image-pull' }), PULLED_TWICE, ['Pod ', 'container app: ImagePull|container app: ErrImagePull', 'event|log']),
  fault('bad image of an init container', deployment('init', { behaviour: 'image-pull@migrate', spec: { containers: [{ name: 'app', image: 'a:1' }], ...INIT } }), PULLED_TWICE, ['init container migrate: ']),
  fault('bad image of a sidecar', deployment('side', { behaviour: 'image-pull@proxy', spec: { containers: [{ name: 'app', image: 'a:1' }], ...SIDECAR } }), PULLED_TWICE, ['sidecar proxy: ']),
  fault('ErrImageNeverPull', deployment('never', { behaviour: 'image-never-pull' }), START, ['container app: ErrImageNeverPull: Container image "never:1" is not present']),
  fault('CreateContainerConfigError', deployment('config', { behaviour: 'config-error' }), START, ['ReplicaSet ', 'container app: CreateContainerConfigError: secret "app" not found']),
  fault('crash', deployment('crash', { behaviour: 'crash-loop', logs: 'starting\nFATAL: no such table' }), Math.max(RESTARTED_THRICE, START + 15_000), ['container app: CrashLoopBackOff: ended with exit code 1', 'log: FATAL: no such table']),
  fault('crash of an init container', deployment('crash-init', { behaviour: 'crash-loop@migrate', logs: 'no such host', spec: { containers: [{ name: 'app', image: 'a:1' }], ...INIT } }), START + 15_000, ['init container migrate: CrashLoopBackOff', 'log: no such host']),
  {
    ...fault('pods forbidden by quota', deployment('quota'), START + 10_000, ['ReplicaSet ', 'exceeded quota: none']),
    before: async ({ cluster, namespace }) => {
      await cluster.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none', namespace }, spec: { hard: { pods: '0' } } });
      await cluster.waitFor({ apiVersion: 'v1', kind: 'ResourceQuota', name: 'none', namespace }, (quota) => quota?.['status'] !== undefined, { timeout: 30_000 });
    },
    realOnly: true,
  },
  {
    ...fault('pods forbidden by pod security', deployment('psa'), START + 10_000, ['violates PodSecurity "restricted']),
    before: async ({ cluster, namespace }) => {
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
      await cluster.patch({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, 'merge', { metadata: { labels } });
    },
    realOnly: true,
  },
  {
    ...fault('pods forbidden by a webhook', statefulSet('hooked'), START + 10_000, ['StatefulSet ', 'not on my watch']),
    async before({ cluster, namespace }) {
      const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
      await cluster.create(await serveWebhook({ kind: 'validating', name: `refuse-${namespace}`, namespace, rule, answer: () => ({ refusal: 'not on my watch' }) }));
    },
    realOnly: true,
  },
  {
    ...fault('pods without a service account', statefulSet('account', { spec: { serviceAccountName: 'nobody', containers: [{ name: 'app', image: 'a:1' }] } }), START + 10_000, ['StatefulSet ', 'serviceaccount "nobody" not found']),
  },
  fault('unschedulable', deployment('nowhere', { spec: { containers: [{ name: 'app', image: 'a:1' }], nodeSelector: { disk: 'golden' } } }), START + 30_000, ['Pod ', 'nodes are available']),
  fault('Job beyond its backoff limit', job('limit', { behaviour: 'fail', logs: 'no rights' }, { backoffLimit: 0 }), START + 2000, ['Pod ', 'container app: Error: ended with exit code 1', 'log: no rights'], 'BackoffLimitExceeded'),
  fault('Job beyond its deadline', job('late', { behaviour: 'never-ready' }, { activeDeadlineSeconds: 3 }), START + 3000, [], 'DeadlineExceeded'),
  fault('readiness never true', deployment('unready', { behaviour: 'never-ready', logs: 'waiting for godot' }, { progressDeadlineSeconds: 5 }), START + 6000, ['Pod ', 'container app: NotReady', 'log: waiting for godot'], 'progressing'),
  fault('first pod of a StatefulSet stuck', statefulSet('stuck', { behaviour: 'never-ready' }, {}, { 'sherpack.io/progress-deadline': '6s' }), START + 6000, ['Pod ', 'stuck-0'], 'has made no progress for 6 s'),
];

function fault(name: string, object: Case['object'], within: number, chain: readonly string[], reason?: string): Case {
  return { name, expected: 'failed', object, within, chain, ...(reason === undefined ? {} : { reason }) };
}
