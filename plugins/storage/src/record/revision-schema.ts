const text = { type: 'string' } as const;
const path = { type: 'array', items: { type: ['string', 'integer'] } } as const;
const release = { type: 'object', required: ['name', 'namespace'], properties: { name: text, namespace: text } } as const;

/**
 * JSON Schema (2020-12) of the canonical JSON in a record, form 1. What a later version of the same form adds is
 * allowed; a record that a reader could misunderstand gets another number in its header instead.
 */
export const REVISION_SCHEMA = Object.freeze({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Revision of a Sherpack release, form 1',
  type: 'object',
  required: [
    'schema', 'release', 'revision', 'releaseUid', 'status', 'description', 'firstDeployed', 'lastDeployed', 'pack', 'values', 'userValues',
    'manifests', 'notes', 'inventory', 'labels', 'cluster', 'extra',
  ],
  properties: {
    schema: { const: 1 },
    release,
    revision: { type: 'integer', minimum: 1 },
    releaseUid: text,
    status: { enum: ['unknown', 'deployed', 'uninstalled', 'superseded', 'failed', 'uninstalling', 'pending-install', 'pending-upgrade', 'pending-rollback'] },
    description: text,
    firstDeployed: text,
    lastDeployed: text,
    deleted: text,
    pack: { type: 'object', required: ['name', 'version', 'digest', 'format'], properties: { name: text, version: text, digest: text, format: text } },
    // A sealed text may stand in the place of any value; `sealed` says where.
    values: { type: ['object', 'string'] },
    userValues: { type: ['object', 'string'] },
    secretPaths: { type: 'array', items: path },
    sealed: { type: 'array', items: path },
    manifests: { type: 'array', items: { type: 'object', required: ['template', 'text'], properties: { template: text, text, crd: { type: 'boolean' }, secretPaths: { type: 'array', items: path } } } },
    notes: text,
    inventory: {
      type: 'array',
      items: {
        type: 'object',
        required: ['ref', 'revision', 'state'],
        properties: {
          ref: { type: 'object', required: ['apiVersion', 'kind', 'name'], properties: { apiVersion: text, kind: text, namespace: text, name: text } },
          uid: text,
          revision: { type: 'integer', minimum: 1 },
          state: { enum: ['pending', 'applied', 'deleting', 'kept'] },
        },
      },
    },
    labels: { type: 'object', additionalProperties: text },
    cluster: text,
    rollbackOf: { type: 'integer', minimum: 1 },
    left: { type: 'integer', minimum: 1 },
    extra: { type: 'object' },
  },
});
