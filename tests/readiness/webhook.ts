import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueCertificate } from '@sherpack/control-plane/certificate';
import type { KubernetesObject, WriteCluster } from '@sherpack/plugin-api';

const NAMESPACE = 'kubernetes.io/metadata.name';

/** A real admission webhook that refuses every pod of the namespace. It ends with the process. */
export async function denyByWebhook(cluster: WriteCluster, namespace: string, message: string): Promise<void> {
  const authority = await createAuthority();
  const { certificate, key } = await issueCertificate(authority, { name: 'webhook', hosts: ['127.0.0.1'] });
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => {
      const { request: asked } = JSON.parse(Buffer.concat(chunks).toString()) as { request: { uid: string } };
      const answer = { uid: asked.uid, allowed: false, status: { code: 403, message } };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: answer }));
    });
  });
  await new Promise<void>((resolve, reject) => { server.on('error', reject).listen(0, '127.0.0.1', resolve); });
  server.unref();
  await cluster.create(configuration(namespace, (server.address() as AddressInfo).port, authority.certificate));
}

function configuration(namespace: string, port: number, authority: string): KubernetesObject {
  const webhook = {
    name: 'refuse.sherpack.example.com',
    clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: Buffer.from(authority).toString('base64') },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    namespaceSelector: { matchLabels: { [NAMESPACE]: namespace } },
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
  };
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', metadata: { name: `refuse-${namespace}` }, webhooks: [webhook] };
}
