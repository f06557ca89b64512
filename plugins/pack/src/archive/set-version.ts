import type { PackFile } from '@sherpack/plugin-api';

export interface VersionChange {
  /** Replaces `metadata.version`. */
  readonly version?: string | undefined;
  /** Replaces `metadata.appVersion`. */
  readonly appVersion?: string | undefined;
}

/**
 * The files with other versions in Pack.yaml. Only the two values change: comments and the rest of the text stay. A
 * text that cannot be read is left to the reader to refuse.
 */
export async function withVersions(files: ReadonlyMap<string, PackFile>, { version, appVersion }: VersionChange): Promise<ReadonlyMap<string, PackFile>> {
  const file = files.get('Pack.yaml');
  if (file === undefined || (version === undefined && appVersion === undefined)) return files;
  const { parseDocument } = await import('yaml');
  const document = parseDocument(new TextDecoder().decode(file.content), { keepSourceTokens: true });
  if (document.errors.length > 0 || document.get('metadata') === undefined) return files;
  if (version !== undefined) document.setIn(['metadata', 'version'], version);
  if (appVersion !== undefined) document.setIn(['metadata', 'appVersion'], appVersion);
  const content = new TextEncoder().encode(document.toString({ lineWidth: 0 }));
  return new Map([...files, ['Pack.yaml', { path: 'Pack.yaml', content }]]);
}
