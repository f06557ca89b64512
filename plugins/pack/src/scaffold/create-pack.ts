import { chmod, lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errors } from '../errors.ts';
import { AUTOSCALER, DEPLOYMENT, HELPERS, INGRESS, NOTES, SERVICE, SERVICE_ACCOUNT } from './templates.ts';
import { IGNORE, PACK_YAML, README_MD, VALUES_YAML } from './texts.ts';
import { VALUES_SCHEMA } from './values-schema.ts';

const NAME = /^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$/;

/** The files of a new pack, by path. */
export function scaffoldFiles(name: string): ReadonlyMap<string, string> {
  const files = {
    'Pack.yaml': PACK_YAML,
    'values.yaml': VALUES_YAML,
    'values.schema.json': `${JSON.stringify(VALUES_SCHEMA, undefined, 2)}\n`,
    'README.md': README_MD,
    '.sherpackignore': IGNORE,
    'templates/_helpers.tpl': HELPERS,
    'templates/deployment.yaml': DEPLOYMENT,
    'templates/service.yaml': SERVICE,
    'templates/serviceaccount.yaml': SERVICE_ACCOUNT,
    'templates/ingress.yaml': INGRESS,
    'templates/hpa.yaml': AUTOSCALER,
    'templates/NOTES.txt': NOTES,
  };
  return new Map(Object.entries(files).map(([path, text]) => [path, text.replaceAll('__NAME__', name)]));
}

/**
 * Writes a new pack into a folder of its name. All or nothing: the files are written beside it, then the folder moves.
 *
 * @returns the pack's folder
 * @throws PACK_NAME_INVALID, PACK_EXISTS, PACK_WRITE_FAILED
 */
export async function createPack(name: string, folder: string): Promise<string> {
  if (!NAME.test(name)) throw errors.NAME_INVALID(name);
  const target = join(folder, name);
  if (await isThere(target)) throw errors.EXISTS(target);
  let draft: string | undefined;
  try {
    await mkdir(folder, { recursive: true });
    draft = await mkdtemp(join(folder, `.${name}-`));
    await writeFiles(draft, scaffoldFiles(name));
    // A temporary folder is for its owner only.
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true });
    throw await isThere(target) ? errors.EXISTS(target) : errors.WRITE_FAILED(target, error);
  }
  return target;
}

async function writeFiles(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o755 });
    await writeFile(join(root, path), text);
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}
