import type { ChartShape } from './write-chart.ts';

/** Values of every component, and below `extra` as much more as the size asks for, half of it comments. */
export function valuesFile({ components, lines, rules, values }: ChartShape): string {
  const parts = [head(lines), 'rules:\n  enabled: true\n  runbookUrl: https://bench.example.com/runbooks\n  disabled: {}\n  labels: {}\n  groups:\n'];
  for (let index = 0; index < rules; index++) parts.push(`    group${index}: ${index % 4 !== 3}\n`);
  parts.push('components:\n');
  for (let index = 0; index < components; index++) parts.push(component(index));
  parts.push('extra:\n');
  let size = parts.reduce((sum, part) => sum + part.length, 0);
  for (let index = 0; size < values; index++) {
    const part = extra(index);
    parts.push(part);
    size += part.length;
  }
  return parts.join('');
}

function head(lines: number): string {
  return `nameOverride: ""\nlines: ${lines}\ncommonLabels: { team: shop, stage: "test" }\nimage:\n  registry: registry.example.com\n  pullPolicy: IfNotPresent\nnetworkPolicy:\n  enabled: true\n`;
}

function component(index: number): string {
  return `  part${index}:
    enabled: true
    replicas: ${1 + (index % 3)}
    image: { repository: shop/part${index}, tag: "" }
    port: ${8000 + index}
    resources:
      requests: { cpu: ${100 + index}m, memory: 128Mi }
    env:
      LOG_LEVEL: info
      PEERS: "part${index + 1},part${index + 2}"
`;
}

function extra(index: number): string {
  return `  ## Settings of add-on ${index}, which is off unless somebody turns it on
  ## ref: https://bench.example.com/docs/add-ons/${index}
  ##
  addOn${index}:
    enabled: false
    ## @param labels further labels of all objects of the add-on
    labels: {}
    annotations:
      bench.example.com/scrape: "true"
    tolerations: []
    ## Seconds
    interval: 30
    ratio: 0.5
    args:
      - --web.listen-address=:${9000 + index}
      - '--collector.filter=^(dev|proc|sys)($|/)'
    securityContext: { runAsNonRoot: true, runAsUser: 1000 }
    # affinity:
    #   nodeAffinity: {}
`;
}
