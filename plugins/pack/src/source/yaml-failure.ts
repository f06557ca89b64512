import { YamlError } from '@sherpack/yaml/yaml-error';
import { errors } from '../errors.ts';

/**
 * A YAML error in our own form; everything else as it is.
 *
 * @param options `excerpt`: whether lines of the text may be shown
 */
export function yamlFailure(error: unknown, options: { readonly excerpt: boolean }): unknown {
  if (!(error instanceof YamlError)) return error;
  const { file, line, column, excerpt, reason } = error;
  const location = { ...(file === undefined ? {} : { file }), line, column, ...(options.excerpt ? { excerpt } : {}) };
  return errors.YAML_INVALID(reason, location, undefined);
}
