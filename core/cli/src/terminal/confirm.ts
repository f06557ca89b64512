import { errors } from '../errors.ts';
import type { World } from '../world.ts';

/**
 * Asks on standard error; only `y` and `yes` mean yes; the end of the input means no.
 *
 * @throws CLI_CONFIRMATION_IMPOSSIBLE when nobody can answer
 */
export async function confirm(question: string, { stdin, stderr }: World, signal: AbortSignal): Promise<boolean> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) throw errors.CONFIRMATION_IMPOSSIBLE(question);
  const { createInterface } = await import('node:readline/promises');
  // The terminal stays in its own line mode, so that Ctrl-C is a signal as everywhere else.
  const dialogue = createInterface({ input: stdin, output: stderr, terminal: false });
  const ended = new Promise<string>((resolve) => dialogue.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([dialogue.question(`${question} [y/N] `, { signal }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    dialogue.close();
  }
}
