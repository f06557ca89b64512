import type { Pack, PackFile, PackFormat, TemplateRole } from '@sherpack/plugin-api';
import { formatOf } from '../load/pack-format.ts';
import { placeOf, shownFile } from '../load/pack-place.ts';

export interface TemplateFile {
  /** `web/templates/deployment.yaml`: unique in the rendering. */
  readonly name: string;
  /** The file as people can open it: `examples/web/templates/deployment.yaml`. */
  readonly shown: string;
  readonly file: PackFile;
  readonly role: TemplateRole;
  /** The suffix that chooses an engine for this file, like `.hbs`; empty when the pack decides. */
  readonly suffix: string;
}

const PLAIN_SUFFIXES = ['.yaml', '.yml', '.json', '.txt', '.tpl', '.md'];
const MANIFEST_SUFFIXES = ['.yaml', '.yml', '.json', '.txt', '.tpl'];

/**
 * Sorts out the files of a pack that make output, by name.
 *
 * @param engineSuffixes suffixes of all engines: `.hbs`
 */
export function templateFiles(pack: Pick<Pack, 'path' | 'files' | 'kind'>, engineSuffixes: readonly string[]): readonly TemplateFile[] {
  const format = formatOf(pack);
  const found: TemplateFile[] = [];
  for (const file of pack.files.values()) {
    const [folder = ''] = file.path.split('/');
    if (folder !== 'templates' && folder !== 'crds') continue;
    const suffix = engineSuffixes.find((each) => file.path.endsWith(each)) ?? '';
    const role = roleOf(file.path, suffix, pack, format);
    found.push({ name: `${pack.path}/${file.path}`, shown: shownFile({ shown: placeOf(pack) }, file.path), file, role, suffix });
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A suffix that chooses an engine makes a file ours, in packs of other formats too. */
function roleOf(path: string, suffix: string, { kind }: Pick<Pack, 'kind'>, format: PackFormat | undefined): TemplateRole {
  if (format !== undefined && suffix === '') return format.roleOf(path, kind);
  return path.startsWith('crds/') ? crdRole(path, suffix) : templateRole(path, suffix);
}

/** Suffixes of files that no pack-wide engine explains: a hint which engines to load. */
export function unknownSuffixes(pack: Pick<Pack, 'files'>): readonly string[] {
  const paths = [...pack.files.keys()].filter((path) => /^(templates|crds)\//.test(path));
  const suffixes = paths.map((path) => /\.[^./]+$/.exec(path)?.[0] ?? '').filter((suffix) => suffix !== '');
  return [...new Set(suffixes)].filter((suffix) => !PLAIN_SUFFIXES.includes(suffix));
}

function templateRole(path: string, suffix: string): TemplateRole {
  const name = baseName(path);
  if (name.startsWith('_')) return 'partial';
  const output = suffix === '' ? name : name.slice(0, -suffix.length);
  if (/^NOTES(\.[^.]+)?$/.test(output)) return 'notes';
  // A file called `deployment.hbs` has no other ending left.
  if (suffix !== '' && !output.includes('.')) return 'manifest';
  return hasSuffix(output, MANIFEST_SUFFIXES) ? 'manifest' : 'ignored';
}

function crdRole(path: string, suffix: string): TemplateRole {
  const name = baseName(path);
  if (name.startsWith('_')) return suffix === '' ? 'ignored' : 'partial';
  const output = suffix === '' ? name : name.slice(0, -suffix.length);
  return suffix !== '' && !output.includes('.') || hasSuffix(output, ['.yaml', '.yml', '.json']) ? 'crd' : 'ignored';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function hasSuffix(name: string, suffixes: readonly string[]): boolean {
  return suffixes.some((suffix) => name.endsWith(suffix));
}
