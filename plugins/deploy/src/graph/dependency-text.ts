import type { LabelMatcher, Milestone } from '@sherpack/plugin-api';
import { parseLabelSelector } from '@sherpack/plugin-api';

/** One item of `sherpack.io/depends-on`, read but not yet looked up. */
export interface DependencyText {
  /** As written, for messages. */
  readonly text: string;
  readonly target: DependencyTarget;
  readonly until: Milestone;
  /** Nothing that fits is no error. */
  readonly optional: boolean;
}

export type DependencyTarget =
  /** Every object of that name; with `kind` of that kind; with `namespace` there. Without `group` of any group. */
  | { readonly type: 'object'; readonly name: string; readonly kind?: string | undefined; readonly group?: string | undefined; readonly namespace?: string | undefined }
  | { readonly type: 'wave'; readonly wave: number }
  | { readonly type: 'release'; readonly name: string; readonly namespace: string | undefined }
  | { readonly type: 'selector'; readonly matches: LabelMatcher };

const MILESTONES: ReadonlySet<string> = new Set(['ready', 'present', 'absent', 'complete']);

/**
 * Reads a list of dependencies, separated by commas or lines:
 * `name`, `Kind/name`, `Kind.group/namespace/name`, `wave:N`, `release:namespace/name`, `selector:app=x,tier in (a,b)`;
 * each with `@ready` (default), `@present`, `@absent` or `@complete`, and `@optional`.
 *
 * @returns what is wrong as a sentence, or the items
 */
export function parseDependencies(text: string): readonly DependencyText[] | string {
  const items: DependencyText[] = [];
  for (const part of itemsOf(text)) {
    const item = parseItem(part);
    if (typeof item === 'string') return item;
    items.push(item);
  }
  return items;
}

/** Commas separate items, but for those inside a selector. */
function itemsOf(text: string): readonly string[] {
  const items: string[] = [];
  for (const line of text.split('\n')) {
    let selecting = false;
    for (const part of line.split(/,(?![^(]*\))/).map((piece) => piece.trim()).filter(Boolean)) {
      const continues: boolean = selecting && isTerm(part);
      if (continues) items.push(`${items.pop()},${part}`);
      else items.push(part);
      selecting = (continues || part.startsWith('selector:')) && !part.includes('@');
    }
  }
  return items;
}

function isTerm(part: string): boolean {
  return !/^(wave|release|selector):/.test(part) && /[=!]|\s(in|notin)\s*\(/.test(part);
}

function parseItem(text: string): DependencyText | string {
  const [what = '', ...words] = text.split('@').map((word) => word.trim());
  const unknown = words.find((word) => !MILESTONES.has(word) && word !== 'optional');
  if (unknown !== undefined) return `"@${unknown}" in "${text}" is none of @ready, @present, @absent, @complete and @optional`;
  const milestones = words.filter((word) => word !== 'optional') as Milestone[];
  if (milestones.length > 1) return `"${text}" names more than one state`;
  const target = parseTarget(what);
  if (typeof target === 'string') return target;
  return { text, target, until: milestones[0] ?? 'ready', optional: words.includes('optional') };
}

function parseTarget(text: string): DependencyTarget | string {
  if (text.startsWith('wave:')) return parseWave(text.slice(5).trim());
  if (text.startsWith('release:')) return parseRelease(text.slice(8).trim());
  if (text.startsWith('selector:')) return parseSelector(text.slice(9).trim());
  const parts = text.split('/');
  if (parts.length > 3 || parts.some((part) => part === '')) return `"${text}" is none of name, Kind/name, Kind.group/namespace/name`;
  if (parts.length === 1) return { type: 'object', name: text };
  const [kindAndGroup = '', ...names] = parts;
  const dot = kindAndGroup.indexOf('.');
  const kind = dot < 0 ? kindAndGroup : kindAndGroup.slice(0, dot);
  const group = dot < 0 ? undefined : kindAndGroup.slice(dot + 1);
  const [namespace, name] = names.length === 2 ? names : [undefined, names[0]];
  return { type: 'object', kind, group, namespace, name: name ?? '' };
}

function parseWave(text: string): DependencyTarget | string {
  return /^-?\d+$/.test(text) ? { type: 'wave', wave: Number(text) } : `"wave:${text}" has no whole number`;
}

function parseRelease(text: string): DependencyTarget | string {
  const parts = text.split('/');
  if (parts.length > 2 || parts.some((part) => part === '')) return `"release:${text}" is neither release:name nor release:namespace/name`;
  return { type: 'release', name: parts.at(-1) ?? '', namespace: parts.length === 2 ? parts[0] : undefined };
}

function parseSelector(text: string): DependencyTarget | string {
  const matches = text === '' ? undefined : parseLabelSelector(text);
  return matches === undefined ? `"selector:${text}" is no label selector` : { type: 'selector', matches };
}
