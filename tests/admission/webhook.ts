import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueCertificate } from '@sherpack/control-plane/certificate';
import type { KubernetesObject } from '@sherpack/plugin-api';

/** What the server asks a webhook. Format: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly object: KubernetesObject & Readonly<Record<string, unknown>>;
  /** Null when the object is made. */
  readonly oldObject: (KubernetesObject & Readonly<Record<string, unknown>>) | null;
}

/** A refusal in these words, or operations of a JSON patch; neither lets the request pass as it is. */
export interface AdmissionAnswer {
  readonly refusal?: string;
  readonly patch?: readonly object[];
}

export interface Webhook {
  readonly kind: 'validating' | 'mutating';
  /** Of the configuration; unique in the cluster. */
  readonly name: string;
  readonly namespace: string;
  /** Only objects with these labels. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly rule: { readonly apiGroups: readonly string[]; readonly apiVersions: readonly string[]; readonly operations: readonly string[]; readonly resources: readonly string[] };
  answer(request: AdmissionRequest): AdmissionAnswer;
}

/** Serves a real admission webhook on this machine. It ends with the process. @returns the configuration to create */
export async function serveWebhook(webhook: Webhook): Promise<KubernetesObject> {
  const authority = await createAuthority();
  const { certificate, key } = await issueCertificate(authority, { name: 'webhook', hosts: ['127.0.0.1'] });
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => {
      const { request: asked } = JSON.parse(Buffer.concat(chunks).toString()) as { request: AdmissionRequest };
      const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: asked.uid, ...verdictOf(webhook.answer(asked)) } };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(review));
    });
  });
  await new Promise<void>((resolve, reject) => { server.on('error', reject).listen(0, '127.0.0.1', resolve); });
  server.unref();
  return configuration(webhook, (server.address() as AddressInfo).port, authority.certificate);
}

function verdictOf({ refusal, patch }: AdmissionAnswer): object {
  if (refusal !== undefined) return { allowed: false, status: { code: 403, message: refusal } };
  return patch === undefined ? { allowed: true } : { allowed: true, patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
}

function configuration({ kind, name, namespace, labels, rule }: Webhook, port: number, authority: string): KubernetesObject {
  const webhook = {
    name: `${kind}.sherpack.example.com`,
    clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: Buffer.from(authority).toString('base64') },
    rules: [rule],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels === undefined ? {} : { objectSelector: { matchLabels: labels } }),
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
  };
  const type = kind === 'validating' ? 'ValidatingWebhookConfiguration' : 'MutatingWebhookConfiguration';
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind: type, metadata: { name }, webhooks: [webhook] };
}
