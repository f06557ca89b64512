import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { OperandResolver } from '@sherpack/plugin-api';

const MANIFESTS = ['Pack.yaml', 'Chart.yaml'];
const ARCHIVE = /\.(tgz|tar\.gz)$/;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//;

/** An argument that is the folder, archive or address of a pack. */
const packOperand: OperandResolver = {
  async resolve(text, { folder }) {
    const path = resolve(folder, text);
    if (ADDRESS.test(text)) return `the pack ${text}`;
    if (ARCHIVE.test(text) && await isFile(path)) return `the pack archive ${text}`;
    const found = await Promise.all(MANIFESTS.map((name) => isFile(join(path, name))));
    return found.includes(true) ? `the pack in ${text}` : undefined;
  },
};

export default packOperand;

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((entry) => entry.isFile(), () => false);
}
