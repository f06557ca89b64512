import type { PluginSource } from '@sherpack/kernel/kernel-host';
import { errors } from '../errors.ts';
import type { NamedPlace } from '../errors.ts';
import { coreProperties } from './core-schema.ts';
import type { EffectiveConfig } from './effective-config.ts';
import type { ConfigFile } from './read-config.ts';

interface Finding {
  readonly path: readonly (string | number)[];
  readonly keyword: string;
  readonly message: string;
  readonly suggestion?: string;
}

/**
 * Checks every configuration file: known keys, and the section of each plugin with the plugin's own JSON Schema.
 * Values are never repeated in a message, for a section may hold secrets.
 *
 * @throws CLI_CONFIG_INVALID with all findings
 */
export async function checkConfig(config: EffectiveConfig, sources: readonly PluginSource[]): Promise<void> {
  const found: { readonly place: NamedPlace; readonly finding: Finding }[] = [];
  for (const { file } of config.layers) {
    if (file === undefined) continue;
    for (const finding of await findingsIn(file, sources)) found.push({ place: await placeOf(file, finding), finding });
  }
  const [first, ...rest] = found;
  if (first === undefined) return;
  const others = rest.map(({ place, finding }) => errors.CONFIG_INVALID(place, finding.message, finding.suggestion));
  throw errors.CONFIG_INVALID(first.place, first.finding.message, first.finding.suggestion, others);
}

async function findingsIn(file: ConfigFile, sources: readonly PluginSource[]): Promise<readonly Finding[]> {
  const { checkSchema } = await import('@sherpack/schema/check');
  const sections = sources.filter(hasSection);
  const names = Object.fromEntries(sections.map(({ manifest }) => [manifest.name, true]));
  const core = { type: 'object', additionalProperties: false, properties: { ...names, ...coreProperties } };
  const findings: Finding[] = await checkSchema(core, file.values, { redact: true, trusted: true });
  for (const { manifest, disabled } of sections) {
    const section = file.values[manifest.name];
    if (section === undefined || manifest.configSchema === undefined || disabled === true) continue;
    const own = await checkSchema(manifest.configSchema, section, { redact: true, trusted: true });
    findings.push(...own.map((finding) => ({ ...finding, path: [manifest.name, ...finding.path] })));
  }
  return findings;
}

/** A default plugin without a schema has no settings; one from the configuration may be too simple to bring a schema. */
function hasSection({ manifest, origin }: PluginSource): boolean {
  return manifest.configSchema !== undefined || origin === 'config';
}

async function placeOf({ file, text, at }: ConfigFile, { path, keyword }: Finding): Promise<NamedPlace> {
  if (text === undefined) return { file };
  const { locatePath } = await import('@sherpack/yaml/locate');
  const target = keyword === 'additionalProperties' ? 'key' : 'value';
  const position = await locatePath(text, [...at, ...path], { target });
  return { file, line: position?.line, column: position?.column };
}
