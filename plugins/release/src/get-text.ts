import { hookEvents } from '@sherpack/plugin-api';
import type { Revision } from '@sherpack/plugin-api';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { printManifests } from './manifest-text.ts';
import { maskPaths } from './secret-mask.ts';
import { fromStored, toStored } from './stored-manifests.ts';

interface ShowOptions {
  readonly showSecrets: boolean;
}

/** The values of a revision for printing. */
export function valuesFor(revision: Revision, options: ShowOptions & { readonly all: boolean }) {
  const values = options.all ? revision.values : revision.userValues;
  return options.showSecrets ? values : maskPaths(values, revision.secretPaths ?? []);
}

export function valuesText(revision: Revision, options: ShowOptions & { readonly all: boolean }): string {
  return `${options.all ? 'COMPUTED VALUES' : 'USER-SUPPLIED VALUES'}:\n${stringifyYaml(valuesFor(revision, options))}`;
}

/** Manifests without hooks, as Helm keeps them apart. */
export function manifestText(revision: Revision, options: ShowOptions): string {
  return printSelected(revision, false, options);
}

export function hooksText(revision: Revision, options: ShowOptions): string {
  return printSelected(revision, true, options);
}

function printSelected(revision: Revision, hooks: boolean, options: ShowOptions): string {
  const { objects } = fromStored(revision);
  const selected = objects.filter(({ object }) => (hookEvents(object).length > 0) === hooks);
  return printManifests(toStored({ objects: selected, crds: [], notes: '' }), options);
}

export function notesText({ notes }: Revision): string {
  return notes.trim() === '' ? '' : `NOTES:\n${notes.trimEnd()}\n`;
}
