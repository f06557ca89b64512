import { errors, withoutUser } from './errors.ts';

/** `oci://host:port/path/name:tag@sha256:…`, taken apart. */
export interface OciReference {
  readonly host: string;
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const FORM = /^oci:\/\/([A-Za-z0-9.-]+(?::\d+)?|\[[0-9a-fA-F:]+\](?::\d+)?)\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([A-Za-z0-9_][A-Za-z0-9._+-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** @throws REGISTRY_REFERENCE */
export function readOciReference(text: string): OciReference {
  const [, host, path, tag, digest] = FORM.exec(text) ?? [];
  if (host === undefined || path === undefined) throw errors.REFERENCE(text, problemOf(text));
  return { host, path, tag, digest };
}

function problemOf(text: string): string {
  if (withoutUser(text) !== text) return 'user and password do not belong into it; use --username and --password, or log in';
  if (FORM.test(text.toLowerCase())) return 'names in a registry have no capital letters';
  return 'it is no address in a registry';
}

/** Tags know no `+`, so Helm writes `_` for it. */
export function tagOf(version: string): string {
  return version.replaceAll('+', '_');
}

export function versionOf(tag: string): string {
  return tag.replaceAll('_', '+');
}
