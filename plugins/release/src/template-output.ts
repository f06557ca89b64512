import { appendFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Manifest, Manifests, Remark } from '@sherpack/plugin-api';
import { compareByKind } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { globToRegExp } from './glob.ts';
import { isHook, isTestHook } from './hooks-of.ts';
import { printManifest, printManifests } from './manifest-text.ts';
import type { PrintedManifest } from './manifest-text.ts';
import { printedOf } from './stored-manifests.ts';
import { withWholeLists } from './whole-lists.ts';

export interface TemplateSelection {
  readonly includeCrds: boolean;
  readonly noHooks: boolean;
  readonly skipTests: boolean;
  /** Globs of template names, with or without the pack's own name before them. */
  readonly showOnly: readonly string[];
}

/** What `template` prints: objects and remarks, then hooks. */
export interface TemplateOutput {
  readonly plain: readonly PrintedManifest[];
  readonly hooks: readonly PrintedManifest[];
}

/**
 * What `template` prints, in its order: definitions when asked for, objects, hooks; with globs what each of them takes,
 * one glob after the other, as Helm has it.
 *
 * @throws RELEASE_NOTHING_SHOWN when a glob matches nothing
 */
export function selectManifests(manifests: Manifests, selection: TemplateSelection): TemplateOutput {
  const plain = inPrintingOrder(manifests).map(printedOf);
  const wanted = manifests.objects.filter((manifest) => isHook(manifest) && !(selection.skipTests && isTestHook(manifest)));
  const hooks = selection.noHooks ? [] : wanted.map(printedOf);
  const { showOnly, includeCrds } = selection;
  if (showOnly.length === 0) return { plain: [...(includeCrds ? definitionsOf(manifests) : []), ...plain], hooks };
  const all = [...(includeCrds ? manifests.crds.map(printedOf) : []), ...plain, ...hooks];
  return { plain: showOnly.flatMap((text) => matching(all, text)), hooks: [] };
}

function matching(all: readonly PrintedManifest[], text: string): readonly PrintedManifest[] {
  const glob = globToRegExp(text);
  const shown = all.filter(({ template }) => glob.test(template) || glob.test(withoutPack(template)));
  if (shown.length === 0) throw errors.NOTHING_SHOWN([text]);
  return shown;
}

/** Objects that are no hooks, lists whole, with the remarks between them where Helm puts them: a remark has no kind. */
function inPrintingOrder({ objects, remarks = [] }: Manifests): readonly Manifest[] {
  const plain = withWholeLists(objects.filter((manifest) => !isHook(manifest)));
  if (remarks.length === 0) return plain;
  const inTheirPlace = [...plain, ...remarks.map(asManifest)];
  return inTheirPlace.toSorted((a, b) => compareByKind(a.object, b.object) || compareText(a.source.template, b.source.template) || a.source.document - b.source.document);
}

function asManifest({ source, kind, text }: Remark): Manifest {
  return { object: { apiVersion: '', kind, metadata: {} }, source, text, secretPaths: [] };
}

/** Files are printed as they are written, unless a tap has changed what they define. */
function definitionsOf({ crds, crdFiles = [] }: Manifests): readonly PrintedManifest[] {
  const changed = new Set(crds.filter((crd) => crd.rendered !== crd.object || crd.secretPaths.length > 0).map(({ source }) => source.template));
  const whole = crdFiles.filter(({ source }) => !changed.has(source.template));
  const names = new Set(whole.map(({ source }) => source.template));
  const files = whole.map(({ source, text }): PrintedManifest => ({ template: source.template, text, verbatim: true }));
  return [...files, ...crds.filter(({ source }) => !names.has(source.template)).map(printedOf)];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * The text of it. Where nothing but hooks is left, Helm's output begins with an empty line.
 *
 * @param asHelm for a pack of Helm's format
 */
export function templateText({ plain, hooks }: TemplateOutput, asHelm: boolean, showSecrets: boolean): string {
  const first = printManifests(plain, { showSecrets }).trim();
  return `${first}${first === '' && !asHelm ? '' : '\n'}${printManifests(hooks, { showSecrets })}`;
}

function withoutPack(template: string): string {
  return template.slice(template.indexOf('/') + 1);
}

/**
 * Writes one file per template below the folder; what stood there under these names is replaced.
 *
 * @returns the paths written
 */
export async function writeManifests({ plain, hooks }: TemplateOutput, folder: string, showSecrets: boolean): Promise<readonly string[]> {
  const written = new Set<string>();
  for (const manifest of [...plain, ...hooks]) {
    const path = insideOf(folder, manifest.template);
    await mkdir(dirname(path), { recursive: true });
    if (!written.has(path)) await rm(path, { force: true });
    written.add(path);
    await appendFile(path, printManifest(manifest, { showSecrets }));
  }
  return [...written];
}

function insideOf(folder: string, template: string): string {
  const path = join(folder, template);
  const inside = relative(resolve(folder), resolve(path));
  if (inside === '' || inside.startsWith(`..${sep}`) || inside === '..') throw errors.OUTSIDE_FOLDER(template);
  return path;
}
