import type { StoredManifest } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { maskPaths } from './secret-mask.ts';

export interface PrintedManifest extends Pick<StoredManifest, 'template' | 'text' | 'secretPaths'> {
  /** A file as it is written, with what white space it ends. */
  readonly verbatim?: boolean;
}

/** `---`, where it comes from, and the text: as Helm prints manifests. Values from a secret are masked unless asked for. */
export function printManifest(manifest: PrintedManifest, options: { readonly showSecrets: boolean }): string {
  const body = bodyOf(manifest, options.showSecrets);
  return `---\n# Source: ${manifest.template}\n${manifest.verbatim === true ? body : body.trimEnd()}\n`;
}

export function printManifests(manifests: readonly PrintedManifest[], options: { readonly showSecrets: boolean }): string {
  return manifests.map((manifest) => printManifest(manifest, options)).join('');
}

function bodyOf({ text, secretPaths = [] }: PrintedManifest, showSecrets: boolean): string {
  if (secretPaths.length === 0 || showSecrets) return text;
  return stringifyYaml(maskPaths(parseYaml(text, { exactNumbers: true, duplicateKeys: 'last' }), secretPaths));
}
