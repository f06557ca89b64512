/** Components of the cluster itself. Their own reads and events would drown what the tests look for. */
const systemUsers = ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler', 'system:fake-kubelet', 'system:harness'];
const systemGroups = ['system:serviceaccounts:kube-system'];

const writes = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const reads = ['get', 'list', 'watch'];
const leases = [{ group: 'coordination.k8s.io', resources: ['leases'] }];
const events = [{ group: '', resources: ['events'] }, { group: 'events.k8s.io', resources: ['events'] }];

/**
 * Who changed what, with both bodies, and who read what without them (tests count reads). One line per request, when
 * it is answered. Leases of nodes and components are left out, not those of a release in a test's namespace.
 * Format: https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ (the first rule that fits decides).
 */
export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [
    { level: 'None', nonResourceURLs: ['/readyz*', '/livez*', '/healthz*', '/metrics'] },
    { level: 'None', resources: leases, namespaces: ['kube-node-lease', 'kube-system'] },
    { level: 'None', users: systemUsers, verbs: reads },
    { level: 'None', userGroups: systemGroups, verbs: reads },
    { level: 'None', users: systemUsers, resources: events },
    { level: 'None', userGroups: systemGroups, resources: events },
    { level: 'RequestResponse', verbs: writes },
    { level: 'Metadata' },
  ],
};
