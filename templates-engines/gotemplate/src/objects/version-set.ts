import { fn, type FunctionGroup } from '../functions/signature.ts';
import { typed } from '../value/slice.ts';

/** `.Capabilities.APIVersions`. */
export const versionSetMethods: FunctionGroup = {
  Has: fn('any string', (_frame, versions: readonly unknown[], version: string) => versions.includes(version)),
};

export function versionSet(versions: readonly string[]): unknown[] {
  return typed('common.VersionSet', [...versions]);
}
