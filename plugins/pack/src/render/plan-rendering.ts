import type { Pack, TemplateEngine, TemplateSource } from '@sherpack/plugin-api';
import { formatOf } from '../load/pack-format.ts';
import { decodeText } from '../source/decode-text.ts';
import type { EngineSet } from './engines.ts';
import { allPacks, visibleFrom } from './pack-tree.ts';
import { templateFiles } from './template-files.ts';
import type { TemplateFile } from './template-files.ts';

/** Templates that one engine renders in one go. */
export interface RenderJob {
  /** The pack whose options count. */
  readonly pack: Pack;
  readonly engine: TemplateEngine;
  /** Partials that the entries may use, those of others first, and then the entries themselves. */
  readonly templates: readonly TemplateSource[];
  readonly entries: readonly RenderEntry[];
}

/** A template that gives output, and the pack that it belongs to. */
export interface RenderEntry extends TemplateFile {
  readonly owner: Pack;
}

/** A tree of packs sorted out for rendering. */
export interface RenderPlan {
  readonly jobs: readonly RenderJob[];
  /** Definitions in `crds/` that no engine touches. */
  readonly plainCrds: readonly PlainCrd[];
  /** What people call the file behind a template's name. */
  shown(name: string): string;
}

export interface PlainCrd extends TemplateSource {
  readonly owner: Pack;
}

interface SortedPack {
  readonly pack: Pack;
  readonly files: readonly TemplateFile[];
}

/** Packs that are rendered as one: a pack of our own by itself, charts with all charts below them. */
interface Group {
  readonly pack: Pack;
  readonly members: readonly SortedPack[];
}

interface Planning {
  readonly root: Pack;
  readonly engines: EngineSet;
  readonly all: readonly SortedPack[];
  readonly notesOfAll: boolean;
}

/** @param notesOfAll whether the notes of subpacks are wanted too */
export function planRendering(root: Pack, engines: EngineSet, notesOfAll: boolean): RenderPlan {
  const all = allPacks(root).map((pack) => ({ pack, files: templateFiles(pack, engines.suffixes) }));
  const shownNames = new Map(all.flatMap(({ files }) => files.map(({ name, shown }) => [name, shown])));
  const planning: Planning = { root, engines, all, notesOfAll };
  return {
    jobs: groupsOf(root, all).flatMap((group) => jobsOf(group, planning)),
    plainCrds: all.filter(({ pack }) => pack.kind === 'application')
      .flatMap(({ pack, files }) => files.filter(isPlainCrd).map((file) => ({ ...sourceOf(file), owner: pack }))),
    shown: (name) => shownNames.get(name) ?? name,
  };
}

/** The deepest first, as {@link allPacks} has them. Libraries of our own give no output. */
function groupsOf(root: Pack, all: readonly SortedPack[]): readonly Group[] {
  const groups = new Map<Pack, SortedPack[]>();
  const tops = topsOf(root, root);
  for (const each of all) {
    const top = tops.get(each.pack) ?? each.pack;
    if (formatOf(top) !== undefined || each.pack.kind === 'application') groups.set(top, [...(groups.get(top) ?? []), each]);
  }
  return [...groups].map(([pack, members]) => ({ pack, members }));
}

/** For every pack of another format the topmost one above it that is of the same format without a break. */
function topsOf(pack: Pack, top: Pack): ReadonlyMap<Pack, Pack> {
  const below = pack.subpacks.map((subpack) => topsOf(subpack, formatOf(subpack) !== undefined && formatOf(subpack) === formatOf(pack) ? top : subpack));
  return new Map([[pack, top], ...below.flatMap((each) => [...each])]);
}

function jobsOf(group: Group, planning: Planning): readonly RenderJob[] {
  const byEngine = new Map<TemplateEngine, RenderEntry[]>();
  for (const { pack, files } of group.members) {
    for (const file of files.filter((each) => isEntry(each, pack, planning))) {
      const engine = planning.engines.engineFor(pack, file.suffix);
      byEngine.set(engine, [...(byEngine.get(engine) ?? []), { ...file, owner: pack }]);
    }
  }
  return [...byEngine].map(([engine, entries]) => ({
    pack: group.pack,
    engine,
    entries,
    templates: [...partialsFor(group, engine, planning), ...entries.map(sourceOf)],
  }));
}

/** Inside a group every partial is seen by all. */
function partialsFor({ pack, members }: Group, engine: TemplateEngine, { root, engines, all }: Planning): readonly TemplateSource[] {
  const visible = formatOf(pack) === undefined ? visibleFrom(pack, root) : members.map((member) => member.pack);
  return visible.flatMap((each) => {
    const files = all.find((sorted) => sorted.pack === each)?.files ?? [];
    return files
      .filter(({ role, suffix }) => role === 'partial' && engines.engineFor(each, suffix) === engine)
      .map(sourceOf);
  });
}

function isEntry(file: TemplateFile, pack: Pack, { root, notesOfAll }: Planning): boolean {
  if (pack.kind === 'library') return false;
  if (file.role === 'notes') return notesOfAll || pack === root;
  return file.role === 'manifest' || (file.role === 'crd' && !isPlainCrd(file));
}

function isPlainCrd({ role, suffix }: TemplateFile): boolean {
  return role === 'crd' && suffix === '';
}

function sourceOf({ name, shown, file, role }: TemplateFile): TemplateSource {
  return { name, text: decodeText(file.content, shown), partial: role === 'partial' };
}
