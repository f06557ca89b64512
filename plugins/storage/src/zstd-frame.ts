const MAGIC = 0xfd2fb528;
const MAX_BLOCK = 128 * 1024;
/** Bytes of the frame content size, by the two highest bits of the descriptor. */
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;

/**
 * The most bytes that a Zstandard frame can expand to, read from its block headers without expanding it (RFC 8878,
 * sections 3.1.1.1 and 3.1.1.2). A block never expands to more than 128 KiB, so a small frame with a few blocks cannot
 * be a bomb, whatever it claims of its size; what our compressor writes claims nothing.
 *
 * @returns undefined when the data is not exactly one whole frame
 */
export function zstdBound(frame: Uint8Array): number | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 6 || view.getUint32(0, true) !== MAGIC) return undefined;
  const descriptor = view.getUint8(4);
  let at = 5 + headerBytes(descriptor);
  let bound = 0;
  for (;;) {
    if (at + 3 > frame.length) return undefined;
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const block = readBlock(header);
    if (block === undefined) return undefined;
    bound += block.bound;
    at += 3 + block.stored;
    if (block.last) break;
  }
  const checksum = (descriptor & 0x04) === 0 ? 0 : 4;
  return at + checksum === frame.length ? bound : undefined;
}

/**
 * Bytes that a decoder must keep of what it has expanded (RFC 8878, section 3.1.1.1.2); of a frame in one segment all of
 * its content, as far as it says.
 *
 * @param frame for which {@link zstdBound} gives a number
 */
export function zstdWindow(frame: Uint8Array): number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const descriptor = view.getUint8(4);
  if ((descriptor & 0x20) !== 0) return contentSize(view, descriptor);
  const window = view.getUint8(5);
  const base = 2 ** (10 + (window >> 3));
  return base + (base / 8) * (window & 7);
}

/** The field stands right behind a dictionary's id; with two bytes it counts from 256. */
function contentSize(view: DataView, descriptor: number): number {
  const at = 5 + DICTIONARY_BYTES[(descriptor & 0x03) as 0 | 1 | 2 | 3];
  switch (descriptor >> 6) {
    case 0: return view.getUint8(at);
    case 1: return view.getUint16(at, true) + 256;
    case 2: return view.getUint32(at, true);
    default: return Number(view.getBigUint64(at, true));
  }
}

function headerBytes(descriptor: number): number {
  const single = (descriptor & 0x20) !== 0;
  const flag = descriptor >> 6;
  const contentSize = flag === 0 && single ? 1 : CONTENT_SIZE_BYTES[flag as 0 | 1 | 2 | 3];
  return (single ? 0 : 1) + DICTIONARY_BYTES[(descriptor & 0x03) as 0 | 1 | 2 | 3] + contentSize;
}

interface Block {
  readonly last: boolean;
  /** Bytes in the frame after the header. */
  readonly stored: number;
  readonly bound: number;
}

function readBlock(header: number): Block | undefined {
  const last = (header & 1) === 1;
  const size = header >>> 3;
  switch ((header >>> 1) & 3) {
    case 0: return { last, stored: size, bound: size };
    case 1: return { last, stored: 1, bound: size };
    case 2: return { last, stored: size, bound: MAX_BLOCK };
    default: return undefined;
  }
}
