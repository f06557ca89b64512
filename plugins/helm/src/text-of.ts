import type { PackFolder } from '@sherpack/plugin-api';

/** A file of the chart as text, and what people call it; a byte order mark is left out. */
export function textOf({ shown, files }: PackFolder, path: string): { readonly file: string; readonly text: string } | undefined {
  const file = files.get(path);
  if (file === undefined) return undefined;
  return { file: shown === '.' ? path : `${shown.replace(/\/$/, '')}/${path}`, text: new TextDecoder().decode(file.content) };
}
