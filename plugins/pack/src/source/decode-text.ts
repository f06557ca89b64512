import { errors } from '../errors.ts';

/**
 * Reads bytes as UTF-8; a byte order mark is dropped.
 *
 * @param file for the message
 * @throws PACK_FILE_NOT_TEXT
 */
export function decodeText(content: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (cause) {
    throw errors.FILE_NOT_TEXT(file, cause);
  }
}
