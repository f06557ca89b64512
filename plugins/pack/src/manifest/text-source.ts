import type { Path, SourceLocation } from '@sherpack/plugin-api';
import { excerpt } from '@sherpack/yaml/excerpt';
import { locatePath } from '@sherpack/yaml/locate';

/** A text of the pack and what to call it in messages. */
export interface TextSource {
  readonly file: string;
  readonly text: string;
}

/** Where a path stands in a YAML or JSON text; the file alone when it is not there. */
export async function locate(source: TextSource, path: Path, target: 'key' | 'value' = 'key'): Promise<SourceLocation> {
  const position = await locatePath(source.text, [...path], { target });
  if (position === undefined) return { file: source.file };
  return { file: source.file, ...position, excerpt: excerpt(source.text, position.line, position.column) };
}

/** The same without an excerpt, for texts that may hold secrets. */
export async function locateBare(source: TextSource, path: Path, target: 'key' | 'value' = 'key'): Promise<SourceLocation> {
  const { excerpt: _hidden, ...location } = await locate(source, path, target);
  return location;
}
