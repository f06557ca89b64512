import type { Extensions, Pack, TemplateEngine } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { unknownSuffixes } from './template-files.ts';

/** The engines that a tree of packs needs. */
export interface EngineSet {
  /** All suffixes that choose one of the loaded engines for a file. */
  readonly suffixes: readonly string[];
  /** The engine of a file: by its suffix, or the pack's. */
  engineFor(pack: Pack, suffix: string): TemplateEngine;
}

/** Loads what the packs name, and looks further only when a file has a suffix that none of these explains. */
export async function loadEngines(packs: readonly Pack[], extensions: Extensions<TemplateEngine>): Promise<EngineSet> {
  const loaded = new Map<string, TemplateEngine>();
  for (const pack of packs) await loadNamed(pack, extensions, loaded);
  const open = packs.flatMap(unknownSuffixes);
  for (const key of extensions.keys()) {
    if (open.every((suffix) => suffixesOf(loaded).includes(suffix))) break;
    if (!loaded.has(key)) loaded.set(key, await extensions.get(key));
  }
  return {
    suffixes: suffixesOf(loaded),
    engineFor(pack, suffix) {
      const bySuffix = suffix === '' ? undefined : [...loaded.values()].find(({ suffixes }) => suffixes.includes(suffix));
      return bySuffix ?? loaded.get(pack.engine.name) as TemplateEngine;
    },
  };
}

async function loadNamed({ engine, locate }: Pack, extensions: Extensions<TemplateEngine>, loaded: Map<string, TemplateEngine>): Promise<void> {
  const { name } = engine;
  if (loaded.has(name)) return;
  if (!extensions.has(name)) throw errors.ENGINE_UNKNOWN(name, extensions.keys(), await locate(['engine']));
  loaded.set(name, await extensions.get(name));
}

function suffixesOf(loaded: ReadonlyMap<string, TemplateEngine>): readonly string[] {
  return [...loaded.values()].flatMap(({ suffixes }) => suffixes);
}
