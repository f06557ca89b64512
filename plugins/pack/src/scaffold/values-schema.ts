const TEXT = { type: 'string' };
const OBJECT = { type: 'object' };
const PORT = { type: 'integer', minimum: 1, maximum: 65_535 };

function object(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', additionalProperties: false, properties };
}

const IMAGE = object({
  repository: { type: 'string', minLength: 1 },
  tag: { description: 'The appVersion of the pack when it is empty', type: 'string' },
  pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
});

const SERVICE = object({
  type: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] },
  port: PORT,
  targetPort: PORT,
});

const HOST = { ...object({ host: { type: 'string', minLength: 1 }, path: { type: 'string', pattern: '^/' } }), required: ['host', 'path'] };

const INGRESS = object({
  enabled: { type: 'boolean' },
  className: TEXT,
  annotations: OBJECT,
  hosts: { type: 'array', items: HOST },
  tls: { type: 'array', items: OBJECT },
});

const AUTOSCALING = object({
  enabled: { type: 'boolean' },
  minReplicas: { type: 'integer', minimum: 1 },
  maxReplicas: { type: 'integer', minimum: 1 },
  targetCPU: { type: 'integer', minimum: 1, maximum: 100 },
});

/** The schema of the values of a new pack. */
export const VALUES_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Values',
  ...object({
    replicas: { description: 'Pods of the deployment', type: 'integer', minimum: 0 },
    image: IMAGE,
    imagePullSecrets: { type: 'array', items: OBJECT },
    nameOverride: TEXT,
    fullnameOverride: TEXT,
    serviceAccount: object({ create: { type: 'boolean' }, annotations: OBJECT, name: TEXT }),
    podAnnotations: OBJECT,
    podSecurityContext: OBJECT,
    securityContext: OBJECT,
    env: { type: 'array', items: { type: 'object', required: ['name'] } },
    service: SERVICE,
    probes: object({ path: { type: 'string', pattern: '^/' } }),
    ingress: INGRESS,
    resources: OBJECT,
    autoscaling: AUTOSCALING,
    nodeSelector: OBJECT,
    tolerations: { type: 'array', items: OBJECT },
    affinity: OBJECT,
  }),
};
