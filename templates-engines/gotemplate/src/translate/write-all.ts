import type { JsonObject, TemplateSource } from '@sherpack/plugin-api';
import type { Loaded, Template } from '../run/template.ts';
import { mergeKinds, outermost } from './scope.ts';
import type { Kind, Work } from './scope.ts';
import { writeFile, writeList } from './write-template.ts';

export interface TranslationFile {
  readonly source: TemplateSource;
  readonly loaded: Loaded;
}

/** A template or definition in Handlebars, as far as it goes. */
export interface Translated {
  readonly text: string;
  readonly problems: readonly { readonly at: number; readonly reason: string }[];
}

interface Draft extends Work {
  readonly text: string;
}

/** Rounds in which contexts of definitions become known: definitions that include one another deeper than that stay. */
const ROUNDS = 12;

/** Writes all templates and definitions, and takes out those that include one that stays. */
export function writeAll(files: readonly TranslationFile[], values: JsonObject): ReadonlyMap<Template, Translated> {
  const all = files.flatMap(({ source, loaded }) => [...loaded.definitions, ...(source.partial ? [] : [loaded.main])]);
  const definitions = new Map(files.flatMap(({ loaded }) => loaded.definitions).map((definition) => [definition.name, definition]));
  const kinds = contextsOf(files, definitions, values);
  const drafts = new Map(all.map((template) => [template, draftOf(template, kinds.get(template) ?? 'root', values)]));
  for (const [template, kind] of kinds) {
    if (kind === 'mixed') drafts.get(template)?.problems.push({ at: template.tree.root.at, reason: `"${template.name}" is given sometimes this and sometimes that` });
  }
  return settle(drafts, definitions);
}

type Contexts = Map<Template, Kind | 'mixed'>;

function draftOf(template: Template, kind: Kind | 'mixed', values: JsonObject): Draft {
  const work: Work = { unit: template.unit, values, problems: [], includes: [] };
  const scope = outermost(work, kind === 'mixed' ? 'any' : kind);
  const { root, name } = template.tree;
  return { ...work, text: name === template.unit.name ? writeFile(root, scope) : writeList(root, scope, false) };
}

/** What each definition is given, by the places that include it. */
function contextsOf(files: readonly TranslationFile[], definitions: ReadonlyMap<string, Template>, values: JsonObject): Contexts {
  const contexts: Contexts = new Map(files.filter(({ source }) => !source.partial).map(({ loaded }) => [loaded.main, 'root']));
  for (let round = 0; round < ROUNDS; round++) {
    let changed = false;
    for (const [template, kind] of contexts) {
      for (const { name, kind: given } of draftOf(template, kind, values).includes) {
        const definition = definitions.get(name);
        if (definition === undefined) continue;
        const known = contexts.get(definition);
        const merged = both(known, given);
        changed ||= JSON.stringify(known, replaceMap) !== JSON.stringify(merged, replaceMap);
        contexts.set(definition, merged);
      }
    }
    if (!changed) break;
  }
  return contexts;
}

function both(known: Kind | 'mixed' | undefined, given: Kind): Kind | 'mixed' {
  if (known === undefined || known === 'mixed') return known ?? given;
  return mergeKinds(known, given) ?? 'mixed';
}

function replaceMap(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...(value as ReadonlyMap<string, unknown>)] : value;
}

/** What includes something that stays a Go template must stay one too. */
function settle(drafts: ReadonlyMap<Template, Draft>, definitions: ReadonlyMap<string, Template>): ReadonlyMap<Template, Translated> {
  for (let changed = true; changed;) {
    changed = false;
    for (const { includes, problems } of drafts.values()) {
      if (problems.length > 0) continue;
      for (const { name, at } of includes) {
        const definition = definitions.get(name);
        if (definition !== undefined && drafts.get(definition)?.problems.length === 0) continue;
        problems.push({ at, reason: definition === undefined ? `"${name}" is defined elsewhere` : `it includes "${name}", which stays a Go template` });
        changed = true;
      }
    }
  }
  return drafts;
}
