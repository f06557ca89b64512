const FIELDS_PER_LEVEL = 6;
const LEVELS = 4;
/** Sentences repeat as they do in generated definitions. */
const SENTENCES = [
  'Name of the referent. This field is effectively required, but due to backwards compatibility is allowed to be empty.',
  'Optional duration in seconds the object needs to terminate gracefully; no value means the default is on for all of them.',
  'The list is evaluated in order: the first entry that matches wins, and no further one is looked at.',
];

/** A custom resource definition as generators write them: deep, wordy, and with nothing for a template in it. */
export function definitionFile(index: number): string {
  return [
    'apiVersion: apiextensions.k8s.io/v1', 'kind: CustomResourceDefinition', 'metadata:', '  annotations:', '    controller-gen.kubebuilder.io/version: v0.16.1',
    `  name: kind${index}s.bench.example.com`, 'spec:', '  group: bench.example.com', '  names:', `    kind: Kind${index}`, `    listKind: Kind${index}List`, `    plural: kind${index}s`,
    `    singular: kind${index}`, '  scope: Namespaced', '  versions:', '    - name: v1', '      served: true', '      storage: true', '      schema:', '        openAPIV3Schema:',
    '          type: object', '          properties:', '            spec:', ...objectSchema(LEVELS, 14), '',
  ].join('\n');
}

function objectSchema(level: number, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  const fields = Array.from({ length: FIELDS_PER_LEVEL }, (_, index) => [`${pad}  field${level}x${index}:`, ...fieldSchema(level, index, indent + 4)]);
  return [`${pad}type: object`, `${pad}properties:`, ...fields.flat()];
}

function fieldSchema(level: number, index: number, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  const description = [`${pad}description: |-`, `${pad}  ${SENTENCES[index % SENTENCES.length] ?? ''}`, `${pad}  More info: https://bench.example.com/docs#field-${index}`];
  if (level > 1 && index < 3) return [...description, ...objectSchema(level - 1, indent)];
  if (index === 3) return [...description, `${pad}type: array`, `${pad}items:`, `${pad}  type: string`, `${pad}x-kubernetes-list-type: atomic`];
  if (index === 4) return [...description, `${pad}anyOf:`, `${pad}- type: integer`, `${pad}- type: string`, `${pad}x-kubernetes-int-or-string: true`];
  return [...description, `${pad}type: string`, `${pad}pattern: ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`];
}
