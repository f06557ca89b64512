import type { JsonObject, Manifest, Manifests, Operations } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';

/** How a pack renders beside the chart that it was made from. */
export interface Comparison {
  /** The files of values, or `default values`. */
  readonly values: string;
  /** Documents of the chart that are the same in two renderings. */
  readonly documents: number;
  /** Of these, equal byte for byte in the pack. */
  readonly sameBytes: number;
  /** Documents that differ between two renderings of the chart itself: random values, times. */
  readonly unstable: number;
  /** Templates with documents that say something else in the pack, or are missing or too many. */
  readonly different: readonly string[];
  /** Why nothing was compared: the chart does not render with these values. */
  readonly failure?: string;
}

export interface CompareOptions {
  readonly operations: Operations;
  readonly signal: AbortSignal;
  readonly namespace: string;
  readonly flags: JsonObject;
  readonly values: string;
  /** Ending of template names that the pack has and the chart has not. */
  readonly suffix: string;
}

/** Renders the chart twice and the pack once. @throws what the pack's rendering throws when that of the chart does not, and what is wrong with the chart whatever the values */
export async function compareRendering(chart: string, pack: string, options: CompareOptions): Promise<Comparison> {
  const { values } = options;
  const first = await render(chart, options).catch((error: unknown) => failureOf(error));
  if (typeof first === 'string') return { values, documents: 0, sameBytes: 0, unstable: 0, different: [], failure: first };
  const second = await render(chart, options);
  const ours = await render(pack, options);
  return { values, ...compared(documentsOf(first, ''), documentsOf(second, ''), documentsOf(ours, options.suffix)) };
}

async function render(pack: string, { operations, signal, namespace, flags }: CompareOptions): Promise<Manifests> {
  const request = { kind: 'lint', pack, flags, release: { name: 'release-name', namespace } };
  const { manifests } = await operations.run(request, { signal, collectIssues: true });
  return manifests as Manifests;
}

/** @throws the error itself when it comes with any values: a template that cannot be parsed is no pack's either */
function failureOf(error: unknown): string {
  if (!isSherpackError(error) || error.code.endsWith('_SYNTAX')) throw error;
  return error.others[0]?.message ?? error.message;
}

interface Document {
  readonly template: string;
  readonly text: string;
  readonly value: unknown;
}

type Documents = ReadonlyMap<string, Document>;

function documentsOf({ objects, crds, notes }: Manifests, suffix: string): Documents {
  const all = [...crds, ...objects].map((manifest) => documentOf(manifest, suffix));
  return new Map([...all, ['notes', { template: 'NOTES.txt', text: notes, value: notes }]]);
}

function documentOf({ source, list, text, object }: Manifest, suffix: string): [string, Document] {
  const template = suffix !== '' && source.template.endsWith(suffix) ? source.template.slice(0, -suffix.length) : source.template;
  return [`${template} ${source.document} ${list?.index ?? ''}`, { template, text, value: object }];
}

function compared(first: Documents, second: Documents, ours: Documents): Omit<Comparison, 'values'> {
  const different = new Set<string>();
  let unstable = 0;
  let sameBytes = 0;
  for (const [key, document] of first) {
    const own = ours.get(key);
    if (!jsonEqual(document.value, second.get(key)?.value)) unstable++;
    else if (own?.text === document.text) sameBytes++;
    else if (own === undefined || !jsonEqual(own.value, document.value)) different.add(document.template);
  }
  for (const [key, { template }] of ours) if (!first.has(key)) different.add(template);
  return { documents: first.size - unstable, sameBytes, unstable, different: [...different] };
}
