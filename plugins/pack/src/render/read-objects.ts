import type { FormatDocument, JsonObject, KubernetesObject, Manifest, PackFormat, Remark, SherpackError, SourceLocation } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseYamlDocuments } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { YamlError } from '@sherpack/yaml/yaml-error';
import { errors } from '../errors.ts';
import { templateLine, templateLocation } from './template-line.ts';
import type { TracedOutput } from './template-line.ts';

/** Objects before anything is known of secrets. */
export type FoundObject = Omit<Manifest, 'secretPaths'> & {
  /** Made when somebody asks: nobody does while all is well. */
  locate(): SourceLocation;
  /** From a pack of another format. */
  readonly foreign?: boolean;
  /** Why the tool of that format takes no notice of it in a template's output. */
  readonly ignored?: string | undefined;
};

/** A document that the tool of a pack's format prints, although there is no object in it. */
export interface FoundRemark extends Remark {
  /** Why it cannot be applied; undefined for comments. */
  readonly problem?: SherpackError;
}

/** What a template gave: objects, and what is wrong with the rest. */
export interface FoundObjects {
  readonly objects: readonly FoundObject[];
  readonly remarks: readonly FoundRemark[];
  readonly problems: readonly SherpackError[];
}

/**
 * Reads the documents of a template's output. Lists are taken apart; documents without content are left out, or kept as
 * remarks in packs of another tool.
 *
 * @param format of the pack, when another tool made it: it reads YAML in its own way
 */
export function readObjects(output: TracedOutput, format?: PackFormat): FoundObjects {
  const objects: FoundObject[] = [];
  const remarks: FoundRemark[] = [];
  const problems: SherpackError[] = [];
  for (const document of documentsOf(output, format, problems)) {
    const line = document.line + leadingLines(document.text);
    const source = sourceOf(output, document.index, line);
    const locate = () => templateLocation(output, line);
    const reason = document.refused ?? (document.value === null ? undefined : whyNoObject(document.value));
    const problem = reason === undefined ? undefined : errors.NOT_AN_OBJECT(reason, locate());
    if (document.value === null || (problem !== undefined && format !== undefined && document.refused === undefined && isObject(document.value))) {
      if (format !== undefined && document.ignored === undefined) remarks.push({ source, kind: kindOf(document.value), text: document.text, ...(problem === undefined ? {} : { problem }) });
      continue;
    }
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    const object = document.value as KubernetesObject;
    objects.push(...itemsOf(object, document).map((item) => ({ ...item, source, locate, ...(format === undefined ? {} : { foreign: true, ignored: document.ignored }) })));
  }
  return { objects, remarks, problems };
}

function kindOf(value: unknown): string {
  const kind = isObject(value) ? value['kind'] : undefined;
  return typeof kind === 'string' ? kind : '';
}

/** Which line of the template wrote an object takes a look at the whole output; while all is well nobody asks. */
function sourceOf(output: TracedOutput, document: number, line: number): Manifest['source'] {
  let known: number | undefined;
  return {
    template: output.name,
    document,
    get line() {
      return (known ??= templateLine(output, line));
    },
  };
}

function documentsOf(output: TracedOutput, format: PackFormat | undefined, problems: SherpackError[]): readonly FormatDocument[] {
  try {
    return format === undefined ? parseYamlDocuments(output.text, { file: output.name, exactNumbers: true }) : format.readManifests(output.text, output.name);
  } catch (error) {
    const { reason, line = 1, column = 1 } = error instanceof YamlError ? error : reasonOf(error);
    problems.push(errors.OUTPUT_INVALID(`${reason} (line ${line}, column ${column} of the output)`, templateLocation(output, line), undefined));
    return [];
  }
}

/** What a format throws says where. @throws everything else */
function reasonOf(error: unknown): { readonly reason: string; readonly line?: number; readonly column?: number } {
  if (error instanceof Error && 'line' in error) return { reason: error.message, ...(error as { line?: number; column?: number }) };
  throw error;
}

const EMPTY_LINE = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)/y;

/** Lines before the first with content. */
function leadingLines(text: string): number {
  EMPTY_LINE.lastIndex = 0;
  let lines = 0;
  while (EMPTY_LINE.test(text)) lines++;
  return lines;
}

function whyNoObject(value: unknown): string | undefined {
  if (!isObject(value)) return Array.isArray(value) ? 'it is a list' : 'it is a single value';
  if (typeof value['apiVersion'] !== 'string' || value['apiVersion'] === '') return 'apiVersion is missing or no text';
  if (typeof value['kind'] !== 'string' || value['kind'] === '') return 'kind is missing or no text';
  if (isList(value)) return (value['items'] as readonly unknown[]).map((item) => whyNoObject(completed(value, item))).find((reason) => reason !== undefined);
  return isObject(value['metadata']) ? whyBadMetadata(value['metadata']) : 'metadata is missing or no object';
}

function whyBadMetadata(metadata: JsonObject): string | undefined {
  for (const field of ['name', 'generateName', 'namespace']) {
    const value = metadata[field];
    if (value !== undefined && value !== null && typeof value !== 'string') return `metadata.${field} is no text; quote it`;
  }
  return undefined;
}

function isList(value: JsonObject): boolean {
  return String(value['kind']).endsWith('List') && Array.isArray(value['items']);
}

/** Items of a typed list may leave their kind out. */
function completed(list: JsonObject, item: unknown): unknown {
  if (!isObject(item) || list['kind'] === 'List') return item;
  return { apiVersion: list['apiVersion'], kind: String(list['kind']).slice(0, -'List'.length), ...item };
}

type ListItem = Pick<Manifest, 'object' | 'text' | 'list' | 'restated'>;

function itemsOf(object: KubernetesObject, { text, restated }: Pick<FormatDocument, 'text' | 'restated'>): readonly ListItem[] {
  if (!isList(object)) return [{ object, text, restated }];
  const items = (object['items'] as readonly unknown[]).map((item) => completed(object, item) as KubernetesObject);
  const single = items.flatMap((item) => (isList(item) ? itemsOf(item, { text: '' }) : [{ object: item, text: stringifyYaml(item) }]));
  return single.map((item, index) => ({ ...item, list: { kind: object.kind, text, index } }));
}
