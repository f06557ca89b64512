/** What Go's reference time `Mon Jan 2 15:04:05 MST 2006` calls its parts, in the order in which they are looked for. */
const CHUNK = new RegExp([
  'January', 'Jan(?![a-z])', 'Monday', 'Mon(?![a-z])', 'MST', '2006', '002', '__2', '_2(?!006)', '01', '02', '03', '04', '05', '06', '15', '1', '2', '3', '4', '5', 'PM', 'pm',
  'Z07:00:00', 'Z070000', 'Z07:00', 'Z0700', 'Z07', '-07:00:00', '-070000', '-07:00', '-0700', '-07', '[.,]0+(?!\\d)', '[.,]9+(?!\\d)',
].join('|'), 'g');

export interface Chunk {
  readonly chunk: string | undefined;
  /** Text that stands for itself before it. */
  readonly prefix: string;
}

const layouts = new Map<string, readonly Chunk[]>();

/** Cuts a layout into its parts; the last has a prefix only. */
export function readLayout(layout: string): readonly Chunk[] {
  const known = layouts.get(layout);
  if (known !== undefined) return known;
  const chunks: Chunk[] = [];
  let at = 0;
  for (const found of layout.matchAll(CHUNK)) {
    chunks.push({ prefix: layout.slice(at, found.index), chunk: found[0] });
    at = found.index + found[0].length;
  }
  chunks.push({ prefix: layout.slice(at), chunk: undefined });
  if (layouts.size > 200) layouts.clear();
  layouts.set(layout, chunks);
  return chunks;
}

export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
