import type { PostRenderer } from '@sherpack/plugin-api';
import { isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { errors } from '../errors.ts';

const LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** Edits documents in place, so that everything but the images stays as it is written. */
const renderer: PostRenderer = {
  async run(manifests, { args }) {
    const mirrors = mirrorsOf(args);
    const documents = parseAllDocuments(manifests, { intAsBigInt: true });
    if ('empty' in documents) return '';
    for (const document of documents) replaceImages(document as Document, mirrors);
    return documents.map((document) => `---\n${document.toString({ directives: false, lineWidth: 0 })}`).join('');
  },
};

export default renderer;

function mirrorsOf(args: readonly string[]): ReadonlyMap<string, string> {
  if (args.length === 0) throw errors.ARGUMENT(undefined);
  return new Map(args.map((text) => {
    const [, registry, mirror] = /^([\w.:-]+)=([\w.:/-]+)$/.exec(text) ?? [];
    if (registry === undefined || mirror === undefined) throw errors.ARGUMENT(text);
    return [registry, mirror];
  }));
}

function replaceImages(document: Document, mirrors: ReadonlyMap<string, string>): void {
  visit(document, {
    Pair(_key, { key, value }) {
      if (!isScalar(key) || !LISTS.includes(String(key.value)) || !isSeq(value)) return;
      for (const container of value.items) if (isMap(container)) replaceImage(container, mirrors);
    },
  });
}

function replaceImage(container: YAMLMap, mirrors: ReadonlyMap<string, string>): void {
  const image = container.get('image');
  if (typeof image !== 'string') return;
  const { registry, path } = placeOf(image);
  const mirror = mirrors.get(registry);
  if (mirror !== undefined) container.set('image', `${mirror}/${path}`);
}

/** As container runtimes read names: the first part is a registry if it has a dot or a port, or is `localhost`. */
function placeOf(image: string): { readonly registry: string; readonly path: string } {
  const [first = '', ...rest] = image.split('/');
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return { registry: first, path: rest.join('/') };
  return { registry: 'docker.io', path: rest.length === 0 ? `library/${image}` : image };
}
