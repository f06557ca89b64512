import { seededRandom } from '../../../seeded-random.ts';
import { description, fieldName, sentence } from './words.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Custom resource definitions as operators generate them: deep schemas, a description at each field, and one large part
 * (the pod template) that stands in several of them.
 *
 * @param bytes roughly, of the whole in YAML
 */
export function definition(group: string, index: number, bytes: number): Schema {
  const kind = `Thing${String.fromCodePoint(65 + (index % 26))}${Math.floor(index / 26)}`;
  const plural = `${kind.toLowerCase()}s`;
  const own = schemaOf(seededRandom(1000 + index), bytes * 0.6);
  const template = schemaOf(seededRandom(7), bytes * 0.4);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group, scope: 'Namespaced', names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{
        name: 'v1', served: true, storage: true, subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', description: sentence(seededRandom(index), 20), properties: { spec: own, template, status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } } },
      }],
    },
  };
}

function schemaOf(random: () => number, bytes: number): Schema {
  const properties: Record<string, Schema> = {};
  let left = bytes;
  while (left > 0) {
    const child = fieldOf(random, 0);
    properties[fieldName(random)] = child;
    left -= JSON.stringify(child).length * 1.25;
  }
  return { type: 'object', description: sentence(random, 12), properties };
}

function fieldOf(random: () => number, depth: number): Schema {
  const text = description(random);
  const pick = random();
  if (depth > 4 || pick < 0.45) return { type: pick < 0.25 ? 'string' : 'boolean', description: text };
  if (pick < 0.55) return { type: 'integer', format: 'int32', description: text };
  if (pick < 0.7) return { type: 'array', description: text, items: { type: 'string' } };
  const names = Array.from({ length: 2 + Math.floor(random() * 5) }, () => fieldName(random));
  return { type: 'object', description: text, properties: Object.fromEntries(names.map((name) => [name, fieldOf(random, depth + 1)])) };
}
