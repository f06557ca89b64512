import type { PackFile } from '@sherpack/plugin-api';
import { decodeText } from '../source/decode-text.ts';
import type { TextSource } from '../manifest/text-source.ts';
import { shownFile } from './pack-place.ts';

/** A file of the pack as text. @throws PACK_FILE_NOT_TEXT */
export function textOf(source: { readonly shown: string }, file: PackFile): TextSource {
  const shown = shownFile(source, file.path);
  return { file: shown, text: decodeText(file.content, shown) };
}
