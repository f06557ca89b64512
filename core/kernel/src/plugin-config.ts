import { formatPath, type PluginManifest } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/**
 * Checks a plugin's section of the configuration with the JSON Schema of its manifest.
 *
 * @returns the section, frozen
 * @throws KERNEL_CONFIG_INVALID naming every wrong key
 */
export async function checkConfig(manifest: PluginManifest, section: unknown): Promise<unknown> {
  if (manifest.configSchema !== undefined && section !== undefined) {
    const { checkSchema } = await import('@sherpack/schema/check');
    const issues = await checkSchema(manifest.configSchema, section, { redact: true, trusted: true });
    if (issues.length > 0) throw errors.CONFIG_INVALID(manifest.name, issues.map(describe));
  }
  return Object.freeze(section);
}

function describe(issue: { readonly path: readonly (string | number)[]; readonly message: string; readonly suggestion?: string }): string {
  const near = issue.suggestion === undefined ? '' : ` (did you mean "${issue.suggestion}"?)`;
  return issue.path.length === 0 ? `${issue.message}${near}` : `${formatPath(issue.path)}: ${issue.message}${near}`;
}
