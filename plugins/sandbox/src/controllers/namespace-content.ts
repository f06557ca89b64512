import type { Controller } from './controller.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nVGhlIHNhbmRib3ggc3BlYWtzIHBsYWluIEhUVFA6IHRoaXMgaXMgbm8gY2VydGlmaWNhdGUu\n-----END CERTIFICATE-----\n';

/** Gives every namespace its `default` ServiceAccount and the ConfigMap with the cluster's certificate. */
export const namespaceContent: Controller = {
  name: 'kube-controller-manager',
  watches: ['namespaces', 'serviceaccounts', 'configmaps'],
  affected: (change) => [{ bucket: 'namespaces', namespace: '', name: change.key.bucket === 'namespaces' ? change.key.name : change.key.namespace }],
  async reconcile(key, client) {
    const namespace = client.get(key);
    if (!namespace || namespace.metadata.deletionTimestamp) return;
    if (!client.get({ bucket: 'serviceaccounts', namespace: key.name, name: 'default' })) await client.create('serviceaccounts', key.name, { metadata: { name: 'default' } });
    if (!client.get({ bucket: 'configmaps', namespace: key.name, name: 'kube-root-ca.crt' })) {
      const annotations = { 'kubernetes.io/description': 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.' };
      await client.create('configmaps', key.name, { metadata: { name: 'kube-root-ca.crt', annotations }, data: { 'ca.crt': certificate } });
    }
  },
};
