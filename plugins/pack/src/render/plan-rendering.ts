import type { Pack, TemplateEngine, TemplateSource } from '@sherpack/plugin-api';
import { decodeText } from '../source/decode-text.ts';
import type { EngineSet } from './engines.ts';
import { allPacks, visibleFrom } from './pack-tree.ts';
import { templateFiles } from './template-files.ts';
import type { TemplateFile } from './template-files.ts';

/** The templates of one pack that one engine renders. */
export interface RenderJob {
  readonly pack: Pack;
  readonly engine: TemplateEngine;
  /** Partials that the pack may use, those of others first, and then its own templates. */
  readonly templates: readonly TemplateSource[];
  readonly entries: readonly TemplateFile[];
}

/** A tree of packs sorted out for rendering. */
export interface RenderPlan {
  readonly jobs: readonly RenderJob[];
  /** Definitions in `crds/` that no engine touches. */
  readonly plainCrds: readonly TemplateSource[];
  /** What people call the file behind a template's name. */
  shown(name: string): string;
}

interface SortedPack {
  readonly pack: Pack;
  readonly files: readonly TemplateFile[];
}

/** @param notesOfAll whether the notes of subpacks are wanted too */
export function planRendering(root: Pack, engines: EngineSet, notesOfAll: boolean): RenderPlan {
  const sorted = allPacks(root).map((pack) => ({ pack, files: templateFiles(pack, engines.suffixes) }));
  const shownNames = new Map(sorted.flatMap(({ files }) => files.map(({ name, shown }) => [name, shown])));
  const rendering = sorted.filter(({ pack }) => pack.kind === 'application');
  return {
    jobs: rendering.flatMap((each) => jobsOf(each, sorted, root, engines, notesOfAll)),
    plainCrds: rendering.flatMap(({ files }) => files.filter(isPlainCrd).map(sourceOf)),
    shown: (name) => shownNames.get(name) ?? name,
  };
}

function jobsOf({ pack, files }: SortedPack, all: readonly SortedPack[], root: Pack, engines: EngineSet, notesOfAll: boolean): readonly RenderJob[] {
  const entries = files.filter((file) => isEntry(file) && (file.role !== 'notes' || notesOfAll || pack === root));
  const byEngine = new Map<TemplateEngine, TemplateFile[]>();
  for (const entry of entries) {
    const engine = engines.engineFor(pack, entry.suffix);
    byEngine.set(engine, [...(byEngine.get(engine) ?? []), entry]);
  }
  return [...byEngine].map(([engine, own]) => ({
    pack,
    engine,
    entries: own,
    templates: [...partialsFor(pack, all, root, engine, engines), ...own.map(sourceOf)],
  }));
}

function partialsFor(pack: Pack, all: readonly SortedPack[], root: Pack, engine: TemplateEngine, engines: EngineSet): readonly TemplateSource[] {
  return visibleFrom(pack, root).flatMap((visible) => {
    const files = all.find((each) => each.pack === visible)?.files ?? [];
    return files
      .filter(({ role, suffix }) => role === 'partial' && engines.engineFor(visible, suffix) === engine)
      .map(sourceOf);
  });
}

function isEntry(file: TemplateFile): boolean {
  return file.role === 'manifest' || file.role === 'notes' || (file.role === 'crd' && !isPlainCrd(file));
}

function isPlainCrd({ role, suffix }: TemplateFile): boolean {
  return role === 'crd' && suffix === '';
}

function sourceOf({ name, shown, file, role }: TemplateFile): TemplateSource {
  return { name, text: decodeText(file.content, shown), partial: role === 'partial' };
}
