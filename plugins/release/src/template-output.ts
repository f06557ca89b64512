import { appendFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Manifest, Manifests } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { globToRegExp } from './glob.ts';
import { isHook, isTestHook } from './hooks-of.ts';
import { printManifest } from './manifest-text.ts';
import { textOf } from './stored-manifests.ts';
import { withWholeLists } from './whole-lists.ts';

export interface TemplateSelection {
  readonly includeCrds: boolean;
  readonly noHooks: boolean;
  readonly skipTests: boolean;
  /** Globs of template names, with or without the pack's own name before them. */
  readonly showOnly: readonly string[];
}

/**
 * What `template` prints, in its order: definitions when asked for, objects, hooks; with globs what each of them takes,
 * one glob after the other, as Helm has it.
 *
 * @throws RELEASE_NOTHING_SHOWN when a glob matches nothing
 */
export function selectManifests({ objects, crds }: Manifests, selection: TemplateSelection): readonly Manifest[] {
  const plain = withWholeLists(objects.filter((manifest) => !isHook(manifest)));
  const hooks = objects.filter((manifest) => isHook(manifest) && !(selection.skipTests && isTestHook(manifest)));
  const all = [...(selection.includeCrds ? crds : []), ...plain, ...(selection.noHooks ? [] : hooks)];
  if (selection.showOnly.length === 0) return all;
  return selection.showOnly.flatMap((text) => {
    const glob = globToRegExp(text);
    const shown = all.filter(({ source }) => glob.test(source.template) || glob.test(withoutPack(source.template)));
    if (shown.length === 0) throw errors.NOTHING_SHOWN([text]);
    return shown;
  });
}

function withoutPack(template: string): string {
  return template.slice(template.indexOf('/') + 1);
}

/**
 * Writes one file per template below the folder; what stood there under these names is replaced.
 *
 * @returns the paths written
 */
export async function writeManifests(manifests: readonly Manifest[], folder: string, showSecrets: boolean): Promise<readonly string[]> {
  const written = new Set<string>();
  for (const manifest of manifests) {
    const { source, secretPaths } = manifest;
    const path = insideOf(folder, source.template);
    await mkdir(dirname(path), { recursive: true });
    if (!written.has(path)) await rm(path, { force: true });
    written.add(path);
    await appendFile(path, printManifest({ template: source.template, text: textOf(manifest), secretPaths }, { showSecrets }));
  }
  return [...written];
}

function insideOf(folder: string, template: string): string {
  const path = join(folder, template);
  const inside = relative(resolve(folder), resolve(path));
  if (inside === '' || inside.startsWith(`..${sep}`) || inside === '..') throw errors.OUTSIDE_FOLDER(template);
  return path;
}
