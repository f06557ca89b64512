import type { JsonObject, Pack, PackFile } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';

/** Parts of a pack that `show` prints, in the order of `all`. */
export const SHOW_PARTS = ['pack', 'values', 'readme', 'crds', 'templates'] as const;

export type ShowPart = (typeof SHOW_PARTS)[number];

const README = /^readme(\.md|\.txt)?$/i;

/** The files of each part. */
export function filesOf(pack: Pack, part: ShowPart): readonly PackFile[] {
  const files = [...pack.files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  switch (part) {
    case 'pack': return files.filter(({ path }) => path === 'Pack.yaml' || path === 'Chart.yaml');
    case 'values': return files.filter(({ path }) => path === 'values.yaml');
    case 'readme': return files.filter(({ path }) => README.test(path)).slice(0, 1);
    case 'crds': return files.filter(({ path }) => path.startsWith('crds/'));
    case 'templates': return files.filter(({ path }) => path.startsWith('templates/'));
  }
}

/** The parts as text, as they stand in the pack: comments stay. */
export function showText(pack: Pack, parts: readonly ShowPart[]): string {
  const files = parts.flatMap((part) => filesOf(pack, part));
  if (files.length === 1 && parts.length === 1) return withEnd(textOf(files[0]));
  return files.map((file) => `---\n# Source: ${pack.path}/${file.path}\n${withEnd(textOf(file))}`).join('');
}

/** The parts as data, for `-o json` and `-o yaml`. */
export function showData(pack: Pack, parts: readonly ShowPart[]): JsonObject {
  return Object.fromEntries(parts.map((part) => [part, dataOf(pack, part)]));
}

function dataOf(pack: Pack, part: ShowPart): unknown {
  const files = filesOf(pack, part);
  if (part === 'pack') return pack.manifest;
  if (part === 'values') return files[0] === undefined ? {} : parseYaml(textOf(files[0]));
  if (part === 'readme') return files[0] === undefined ? '' : textOf(files[0]);
  return files.map((file) => ({ path: file.path, text: textOf(file) }));
}

function textOf(file: PackFile | undefined): string {
  return new TextDecoder().decode(file?.content);
}

function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
