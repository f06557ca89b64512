import type { FormatDocument } from '@sherpack/plugin-api';
import { readGoYaml } from '@sherpack/go-yaml/read';
import { splitDocuments } from '@sherpack/yaml/documents';

/**
 * Values as Helm reads them: YAML 1.1 (`yes` is true, and as a key the text "true"), every number a double. A file of
 * several documents is several layers.
 *
 * @throws GoYamlError
 */
export function readValuesText(text: string, _file: string): readonly FormatDocument[] {
  return splitDocuments(text).map((segment) => ({ value: readGoYaml(segment.text), index: segment.index, line: segment.line, text: segment.text }));
}
