import type { TextStyle } from '@sherpack/plugin-api';
import type { OutputStream, World } from '../world.ts';

const CODES: Readonly<Record<TextStyle, readonly [number, number]>> = {
  bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], cyan: [36, 39],
};

export type ColorChoice = 'never' | 'auto' | 'always';

/** `--color` beats FORCE_COLOR, which beats NO_COLOR, as in Node itself; otherwise terminals get colours. */
export function wantsColors(stream: OutputStream, env: World['env'], choice: ColorChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

export type Styler = (text: string, style: TextStyle) => string;

export function createStyler(colors: boolean): Styler {
  return (text, style) => {
    const [on, off] = CODES[style];
    return colors && text !== '' ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  };
}
