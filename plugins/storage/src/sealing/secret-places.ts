import { Buffer } from 'node:buffer';
import type { Path, Revision } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';

const SECRET_OBJECT = /^kind:\s*["']?Secret["']?\s*$/m;
/** Shorter texts stand everywhere by chance. */
const SHORTEST = 4;
/** A line of a text with several that tells enough to be sealed by itself: those of keys have 64 characters. */
const LONG_LINE = 16;
const PEM_MARK = /^-----(?:BEGIN|END) [A-Z ]+-----$/;

/**
 * Where a record holds what must not be read: the values that are marked, manifests with marked fields, whole objects of
 * kind Secret, and every other text in which a marked value stands.
 */
export function secretPlaces(revision: Revision): readonly Path[] {
  const present = markedPaths(revision);
  const texts = secretTexts(revision);
  const manifests = revision.manifests.flatMap(({ text, secretPaths = [] }, index) =>
    (secretPaths.length > 0 || SECRET_OBJECT.test(text) || quotes(text, texts) ? [['manifests', index, 'text']] : []));
  const others = [['notes'], ['description']].filter((path) => quotes(String(valueAt(revision, path)), texts));
  return [...withoutNested(present), ...manifests, ...others, ...quoting(revision.values, ['values'], texts, present), ...quoting(revision.userValues, ['userValues'], texts, present)];
}

function markedPaths(revision: Revision): readonly Path[] {
  const marked = (revision.secretPaths ?? []).flatMap((path) => [['values', ...path], ['userValues', ...path]]);
  return marked.filter((path) => valueAt(revision, path) !== undefined);
}

/** Every spelling of every marked value. */
export function secretTexts(revision: Revision): ReadonlySet<string> {
  return new Set(markedPaths(revision).flatMap((path) => spellings(valueAt(revision, path))));
}

/** A text as it is, in base64, as a Secret has it, inside JSON, and its long lines, which templates indent. */
function spellings(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(spellings);
  const text = typeof value === 'string' ? value : stringifyJson(value);
  if (typeof value === 'boolean' || text.length < SHORTEST) return [];
  const lines = text.includes('\n') ? text.split('\n').map((line) => line.trim()).filter((line) => line.length >= LONG_LINE && !PEM_MARK.test(line)) : [];
  return [text, Buffer.from(text).toString('base64'), JSON.stringify(text).slice(1, -1), ...lines];
}

/** The longest first: one may be part of another. */
export function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets].toSorted((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '(secret)'), text);
}

export function quotes(text: string, secrets: ReadonlySet<string>): boolean {
  return [...secrets].some((secret) => text.includes(secret));
}

/** Values that are not marked and repeat one that is. */
function quoting(value: unknown, path: Path, texts: ReadonlySet<string>, known: readonly Path[]): readonly Path[] {
  if (texts.size === 0 || known.some((marked) => samePath(marked, path))) return [];
  if (typeof value === 'string') return quotes(value, texts) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => quoting(child, [...path, Array.isArray(value) ? Number(key) : key], texts, known));
}

function withoutNested(paths: readonly Path[]): readonly Path[] {
  return paths.filter((path) => !paths.some((other) => other.length < path.length && samePath(other, path.slice(0, other.length))));
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => String(step) === String(b[index]));
}
