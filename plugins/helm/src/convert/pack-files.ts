import type { Pack, PackFile } from '@sherpack/plugin-api';
import { packYaml } from './pack-yaml.ts';

/** What says nothing to a pack: Pack.yaml takes over what stands in these. */
const REPLACED = new Set(['Chart.yaml', 'Chart.lock', 'requirements.yaml', 'requirements.lock', 'Pack.yaml']);

export interface PackFiles {
  /** By path from the new pack's root. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What a person should know. */
  readonly notes: readonly string[];
}

export interface PackFilesOptions {
  /** Whether the charts inside become packs too. */
  readonly subcharts: boolean;
}

/**
 * The files of a pack that renders as the chart does. Charts inside stay charts unless asked for; archives are unpacked.
 */
export function packFiles(chart: Pack, options: PackFilesOptions): PackFiles {
  const files = new Map<string, Uint8Array>();
  const notes: string[] = [];
  addPack(chart, '', { files, notes, options, whole: false });
  return { files, notes };
}

interface Adding {
  readonly files: Map<string, Uint8Array>;
  readonly notes: string[];
  readonly options: PackFilesOptions;
  /** Copy, and convert nothing. */
  readonly whole: boolean;
}

function addPack(pack: Pack, root: string, adding: Adding): void {
  const isChart = pack.files.has('Chart.yaml') && !adding.whole;
  if (isChart) adding.files.set(`${root}Pack.yaml`, new TextEncoder().encode(packYaml(pack)));
  for (const { path, content } of pack.files.values()) {
    if (!isChart || !REPLACED.has(path)) adding.files.set(root + path, content);
  }
  if (isChart) addNotes(pack, root, adding);
  if (isChart && root === '') addIgnoreFile(pack.files.get('.helmignore'), adding);
  for (const { folder, subpack } of childrenOf(pack)) addPack(subpack, `${root}${folder}/`, { ...adding, whole: !adding.options.subcharts });
}

function addNotes({ files }: Pack, root: string, { notes }: Adding): void {
  for (const lock of ['Chart.lock', 'requirements.lock']) {
    if (files.has(lock)) notes.push(`${root}${lock} is left out: it locks the dependencies of Chart.yaml`);
  }
}

/** A chart that two aliases name lies there once. */
function childrenOf({ subpacks }: Pack): readonly { readonly folder: string; readonly subpack: Pack }[] {
  const known = new Set<unknown>();
  const taken = new Set<string>();
  return subpacks.flatMap((subpack) => {
    if (known.has(subpack.files)) return [];
    known.add(subpack.files);
    const { name, version } = subpack.metadata;
    const folder = `${subpack.path.split('/').at(-2) === 'packs' ? 'packs' : 'charts'}/${taken.has(name) ? `${name}-${version}` : name}`;
    taken.add(name);
    return [{ folder, subpack }];
  });
}

/** Both files have the same patterns, but for `!`, which says something else in each. */
function addIgnoreFile(file: PackFile | undefined, { files, notes }: Adding): void {
  if (file === undefined || files.has('.sherpackignore')) return;
  const text = new TextDecoder().decode(file.content);
  if (/^\s*!/m.test(text)) notes.push('.helmignore has patterns with "!", which mean something else in .sherpackignore: write that file yourself');
  else files.set('.sherpackignore', file.content);
}
