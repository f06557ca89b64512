import type { TemplateSource } from '@sherpack/plugin-api';
import type { Body } from './compile/scope.ts';
import type { Loaded } from './load.ts';
import type { Definition } from './run/frame.ts';

/**
 * What templates can include: the definitions of partial files, and partial files as a whole by their base name.
 * Of equal names the last path wins, and a parent's over those of its subpacks.
 */
export function collectDefinitions(partials: readonly { readonly source: TemplateSource; readonly loaded: Loaded }[]): Map<string, Definition> {
  const ordered = partials.toSorted((a, b) => compareSources(a.source.name, b.source.name));
  const found = new Map<string, Definition>();
  for (const { source, loaded } of ordered) {
    for (const name of fileNames(source.name)) found.set(name, definitionOf(loaded.body));
  }
  for (const { loaded } of ordered) {
    for (const { name, body } of loaded.body.inlines) found.set(name, definitionOf(body));
  }
  return found;
}

/** A definition sees its argument and the caller's `@` variables, but neither `../` nor block parameters of the caller. */
export function definitionOf(body: Body): Definition {
  return (context, caller, data, out) => {
    body.run({ run: caller.run, context, outer: undefined, data, locals: undefined, scope: { inlines: caller.scope.inlines } }, undefined, out);
  };
}

/** `web/templates/_labels.hbs` is `_labels`, `labels` and its whole name. */
function fileNames(name: string): string[] {
  const base = name.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  return [base.replace(/^_/, ''), base, name];
}

function compareSources(a: string, b: string): number {
  const deeper = subpackDepth(b) - subpackDepth(a);
  if (deeper !== 0) return deeper;
  return Number(a > b) - Number(a < b);
}

function subpackDepth(name: string): number {
  return name.split(/\/(?:charts|packs)\//).length;
}
