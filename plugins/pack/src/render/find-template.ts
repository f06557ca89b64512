import type { ManifestSource, Pack, SourceLocation } from '@sherpack/plugin-api';
import { excerpt } from '@sherpack/yaml/excerpt';
import { placeOf, shownFile } from '../load/pack-place.ts';
import { allPacks } from './pack-tree.ts';

/** Where the text behind an object stands, with the lines around it. */
export type TemplateFinder = (source: ManifestSource) => SourceLocation;

export function templateFinder(root: Pack): TemplateFinder {
  const packs = allPacks(root);
  return ({ template, line }) => {
    const pack = packs.find(({ path, files }) => template.startsWith(`${path}/`) && files.has(template.slice(path.length + 1)));
    const file = pack?.files.get(template.slice(pack.path.length + 1));
    if (pack === undefined || file === undefined) return { file: template, line };
    const text = new TextDecoder().decode(file.content);
    const column = Math.max(0, (text.split(/\r\n|\r|\n/)[line - 1] ?? '').search(/\S/)) + 1;
    return { file: shownFile({ shown: placeOf(pack) }, file.path), line, column, excerpt: excerpt(text, line, column) };
  };
}
