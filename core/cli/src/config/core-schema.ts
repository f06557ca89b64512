const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;

const release = {
  type: 'object',
  required: ['pack'],
  additionalProperties: false,
  properties: { pack: text, namespace: text, environment: text, values: texts, needs: texts },
} as const;

/** JSON Schema of the configuration's own keys; the sections of plugins are added to it. */
export const coreProperties = {
  plugins: texts,
  disable: texts,
  cluster: text,
  context: text,
  kubeconfig: text,
  namespace: text,
  output: { enum: ['table', 'json', 'yaml'] },
  releases: { type: 'object', additionalProperties: release },
  pipelines: { type: 'object' },
  $schema: text,
} as const;
