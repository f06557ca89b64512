import { stringifyYaml } from '@sherpack/yaml/stringify';
import { definition } from './definition.ts';
import type { Syntax, TwinSource } from './twin.ts';
import { seededRandom } from '../../../seeded-random.ts';
import { sentence } from './words.ts';

const KILOBYTE = 1000;

/** A workload with what surrounds it; the image's tag is the one thing that the revisions change. */
function workload(name: string, { value, release }: Syntax, random: () => number, tag = 'image.tag'): string {
  const labels = `app.kubernetes.io/name: ${name}\n    app.kubernetes.io/instance: ${release}\n    app.kubernetes.io/part-of: ${value('team')}`;
  return [
    `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${release}-${name}\n  labels:\n    ${labels}\n`,
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${release}-${name}\n  labels:\n    ${labels}\nspec:\n  selector:\n    app.kubernetes.io/name: ${name}\n  ports:\n    - name: http\n      port: ${8000 + Math.floor(random() * 1000)}\n      targetPort: http\n`,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${release}-${name}\n  labels:\n    ${labels}\n  annotations:\n    example.com/note: ${sentence(random, 20)}\nspec:\n  replicas: 0\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: ${name}\n  template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: ${name}\n    spec:\n      serviceAccountName: ${release}-${name}\n      containers:\n        - name: main\n          image: "registry.example.com/${name}:${value(tag)}"\n          args: ["--log-level=${value('logLevel')}", "--seed=${Math.floor(random() * 1e9)}"]\n          ports: [{ name: http, containerPort: 8080 }]\n          resources: { requests: { cpu: 10m, memory: 32Mi } }\n`,
  ].join('---\n');
}

/** A ConfigMap with a document inside, as dashboards and rules are. */
function document(name: string, { release }: Syntax, random: () => number, bytes: number): string {
  const panels: string[] = [];
  for (let size = 0; size < bytes; size += panels.at(-1)?.length ?? 0) {
    panels.push(`      { "id": ${panels.length}, "title": "${sentence(random, 6)}", "expr": "sum(rate(${sentence(random, 2).slice(0, -1).replaceAll(' ', '_').toLowerCase()}_total[5m])) by (job)", "legend": "{job}", "gridPos": { "h": 7, "w": 12, "x": 0, "y": ${panels.length * 7} } }`);
  }
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${release}-${name}\ndata:\n  ${name}.json: |\n    { "panels": [\n${panels.join(',\n')}\n    ] }\n`;
}

function valuesOf(random: () => number, bytes: number): string {
  const lines = ['team: shop', 'logLevel: info', 'image:', '  tag: v1'];
  for (let size = 0, index = 0; size < bytes; index++) {
    const block = `# ${sentence(random, 14)}\n# ${sentence(random, 10)}\noption${index}:\n  enabled: ${random() < 0.5}\n  limit: ${Math.floor(random() * 5000)}`;
    lines.push(block);
    size += block.length;
  }
  return `${lines.join('\n')}\n`;
}

/** The size of kube-prometheus-stack: 208 KB of values, 1.4 MB of templates and definitions. */
export const stack: TwinSource = {
  name: 'stack',
  values: valuesOf(seededRandom(1), 208 * KILOBYTE),
  templates(syntax) {
    const random = seededRandom(2);
    const workloads = ['operator', 'server', 'alerts', 'exporter', 'state', 'adapter'].map((name) => [`${name}.yaml`, workload(name, syntax, random, name === 'operator' ? 'image.tag' : 'logLevel')] as const);
    const documents = Array.from({ length: 30 }, (_, index) => [`dashboards/board-${index}.yaml`, document(`board-${index}`, syntax, random, 18 * KILOBYTE)] as const);
    return Object.fromEntries([...workloads, ...documents]);
  },
  definitions: (group) => Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`definition-${index}.yaml`, stringifyYaml(definition(group, index, 58 * KILOBYTE))])),
};

/** One whose manifest has two megabytes. */
export const broad: TwinSource = {
  name: 'broad',
  values: valuesOf(seededRandom(3), 2 * KILOBYTE),
  templates(syntax) {
    const random = seededRandom(4);
    const documents = Array.from({ length: 100 }, (_, index) => [`board-${index}.yaml`, document(`board-${index}`, syntax, random, 19 * KILOBYTE)] as const);
    return Object.fromEntries([['app.yaml', workload('app', syntax, random)], ...documents]);
  },
  definitions: () => ({}),
};

function child(index: number): TwinSource {
  const name = `part-${String.fromCodePoint(97 + index)}`;
  return {
    name,
    values: valuesOf(seededRandom(100 + index), 3 * KILOBYTE),
    templates: (syntax) => ({ 'app.yaml': workload(name, syntax, seededRandom(200 + index)), 'config.yaml': document(`${name}-settings`, syntax, seededRandom(300 + index), 2 * KILOBYTE) }),
    definitions: () => ({}),
  };
}

/** Twelve charts below one. */
export const umbrella: TwinSource = {
  name: 'umbrella',
  values: valuesOf(seededRandom(5), KILOBYTE),
  templates: (syntax) => ({ 'config.yaml': document('umbrella', syntax, seededRandom(6), KILOBYTE) }),
  definitions: () => ({}),
  children: Array.from({ length: 12 }, (_, index) => child(index)),
};
