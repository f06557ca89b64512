import type { TemplateContext } from '@sherpack/plugin-api';
import { fromJson, type Copies } from '../value/from-json.ts';
import { int } from '../value/int.ts';
import { GoMap } from '../value/map.ts';
import { valuesView } from '../value/values-view.ts';
import { capabilities } from './capabilities.ts';
import { Files } from './files.ts';

/** The objects that templates begin with, one set per context: a chart and its subcharts each have their own. */
export class Roots {
  private readonly copies: Copies = new WeakMap();
  private readonly known = new Map<TemplateContext, GoMap>();
  private readonly capabilities = new Map<TemplateContext['capabilities'], unknown>();
  private readonly releases = new Map<TemplateContext['release'], GoMap>();

  of(context: TemplateContext): GoMap {
    const found = this.known.get(context);
    if (found !== undefined) return found;
    const root = new GoMap();
    this.known.set(context, root);
    root['Chart'] = this.chart(context);
    root['Files'] = new Files(context.files);
    root['Release'] = this.release(context.release);
    root['Capabilities'] = this.capabilitiesOf(context.capabilities);
    root['Values'] = this.values(context.values);
    root['Subcharts'] = this.subcharts(context);
    return root;
  }

  /** One map for each set of values: what a subchart changes in its values, its parent sees. */
  private values(values: TemplateContext['values']): unknown {
    const map = fromJson(values, this.copies);
    return map instanceof GoMap ? valuesView(map) : map;
  }

  private capabilitiesOf(given: TemplateContext['capabilities']): unknown {
    const made = this.capabilities.get(given) ?? capabilities(given);
    this.capabilities.set(given, made);
    return made;
  }

  private release(given: TemplateContext['release']): GoMap {
    const made = this.releases.get(given) ?? releaseOf(given);
    this.releases.set(given, made);
    return made;
  }

  private subcharts({ subcharts }: TemplateContext): GoMap {
    const map = new GoMap();
    for (const [name, context] of subcharts ?? []) map[name] = this.of(context);
    return map;
  }

  private chart({ chart, pack }: TemplateContext): unknown {
    return fromJson(chart ?? chartOf(pack), this.copies);
  }
}

function releaseOf({ name, namespace, revision, isInstall, isUpgrade, service }: TemplateContext['release']): GoMap {
  return Object.assign(new GoMap(), { Name: name, Namespace: namespace, Revision: int(revision), IsInstall: isInstall, IsUpgrade: isUpgrade, Service: service });
}

/** Metadata of a pack under the names that Helm has for it. */
function chartOf(pack: TemplateContext['pack']): Record<string, unknown> {
  const named = Object.entries(pack).map(([key, value]) => [key.slice(0, 1).toUpperCase() + key.slice(1), value] as const);
  return { Description: '', AppVersion: '', Home: '', Icon: '', KubeVersion: '', Annotations: {}, Type: 'application', APIVersion: 'v2', IsRoot: true, ...Object.fromEntries(named) };
}
