// Writes src/schemas/bootstrap.json from a fresh Kubernetes API server: the objects that it makes for itself when it starts.
//   node --import jiti/register scripts/generate-bootstrap.ts URL
// URL is the server without credentials, as `kubectl proxy` gives it. Nobody must have used the cluster yet.
import fs from 'node:fs';
import path from 'node:path';

interface Stored {
  metadata: { name: string; namespace?: string; labels?: object; annotations?: object; generation?: number };
  aggregationRule?: unknown;
  rules?: unknown;
  [field: string]: unknown;
}

const lists = [
  ['rbac.authorization.k8s.io/v1', 'clusterroles'], ['rbac.authorization.k8s.io/v1', 'clusterrolebindings'], ['rbac.authorization.k8s.io/v1', 'roles'], ['rbac.authorization.k8s.io/v1', 'rolebindings'],
  ['flowcontrol.apiserver.k8s.io/v1', 'flowschemas'], ['flowcontrol.apiserver.k8s.io/v1', 'prioritylevelconfigurations'], ['scheduling.k8s.io/v1', 'priorityclasses'], ['apiregistration.k8s.io/v1', 'apiservices'],
] as const;

const [server] = process.argv.slice(2);
if (!server) throw new Error('usage: generate-bootstrap.ts URL');
void main(server);

async function main(url: string): Promise<void> {
  const lines: string[] = [];
  for (const [apiVersion, plural] of lists) {
    const { kind, items } = (await (await fetch(`${url}/apis/${apiVersion}/${plural}`)).json()) as { kind: string; items: Stored[] };
    const head = { apiVersion, kind: kind.replace(/List$/, '') };
    const objects = items.map((item) => JSON.stringify({ ...head, ...fixedPart(item) }));
    lines.push(`"${plural}.${apiVersion.split('/')[0]}":[\n${objects.join(',\n')}\n]`);
  }
  fs.writeFileSync(path.join(import.meta.dirname, '../src/schemas/bootstrap.json'), `{\n${lines.join(',\n')}\n}\n`);
}

/** Times and identities are the cluster's own; rules of an aggregated role are put together by its controller. */
function fixedPart(item: Stored): object {
  const { name, namespace, labels, annotations, generation } = item.metadata;
  const text = JSON.stringify({ ...item, ...(item.aggregationRule ? { rules: null } : {}), metadata: { name, namespace, labels, annotations, generation } });
  return JSON.parse(text.replaceAll(/"lastTransitionTime":"[^"]*"/g, '"lastTransitionTime":null')) as object;
}
