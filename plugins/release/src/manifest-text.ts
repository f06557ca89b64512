import type { StoredManifest } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { maskPaths } from './secret-mask.ts';

type PrintedManifest = Pick<StoredManifest, 'template' | 'text' | 'secretPaths'>;

/** `---`, where it comes from, and the text: as Helm prints manifests. Values from a secret are masked unless asked for. */
export function printManifest(manifest: PrintedManifest, options: { readonly showSecrets: boolean }): string {
  return `---\n# Source: ${manifest.template}\n${bodyOf(manifest, options.showSecrets).trimEnd()}\n`;
}

export function printManifests(manifests: readonly PrintedManifest[], options: { readonly showSecrets: boolean }): string {
  return manifests.map((manifest) => printManifest(manifest, options)).join('');
}

function bodyOf({ text, secretPaths = [] }: PrintedManifest, showSecrets: boolean): string {
  if (secretPaths.length === 0 || showSecrets) return text;
  return stringifyYaml(maskPaths(parseYaml(text, { exactNumbers: true, duplicateKeys: 'last' }), secretPaths));
}
