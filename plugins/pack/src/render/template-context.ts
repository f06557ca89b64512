import type { Operation, Pack, PackFile, TemplateContext } from '@sherpack/plugin-api';
import { formatOf } from '../load/pack-format.ts';
import type { Capabilities } from './capabilities.ts';

export interface ContextParts {
  readonly operation: Operation;
  readonly capabilities: Capabilities;
  readonly revision: number;
}

/** Name of the release where nobody gives one: lint, and template without a name. */
export const DEFAULT_RELEASE = 'release-name';

/**
 * The contexts of a pack and of all packs below it. A pack's values hold those of its subpacks as the same objects, and
 * so do the contexts.
 */
export function templateContexts(root: Pack, parts: ContextParts): ReadonlyMap<Pack, TemplateContext> {
  const contexts = new Map<Pack, TemplateContext>();
  const services = { Sherpack: releaseFor('Sherpack', parts), Helm: releaseFor('Helm', parts) };
  function add(pack: Pack): TemplateContext {
    const subcharts = new Map(pack.subpacks.map((subpack) => [subpack.alias, add(subpack)]));
    const format = formatOf(pack);
    const context: TemplateContext = {
      values: pack.values,
      release: services[format?.service ?? 'Sherpack'],
      pack: { ...pack.metadata },
      capabilities: parts.capabilities,
      files: readableFiles(pack),
      ...(format === undefined ? {} : { chart: pack === root ? pack.chart : { ...pack.chart, Name: pack.alias, IsRoot: false }, subcharts }),
    };
    contexts.set(pack, context);
    return context;
  }
  add(root);
  return contexts;
}

function releaseFor(service: 'Sherpack' | 'Helm', { operation, revision }: ContextParts): TemplateContext['release'] {
  const isUpgrade = operation.kind === 'upgrade' || operation.flags['isUpgrade'] === true;
  return {
    name: operation.release?.name ?? DEFAULT_RELEASE,
    namespace: operation.release?.namespace ?? 'default',
    revision,
    isInstall: !isUpgrade,
    isUpgrade,
    service,
  };
}

function readableFiles(pack: Pack): ReadonlyMap<string, PackFile> {
  const format = formatOf(pack);
  const isReadable = (path: string) => format?.isReadable(path) ?? !path.startsWith('templates/');
  return new Map([...pack.files].filter(([path]) => isReadable(path)));
}
