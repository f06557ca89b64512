import { errors } from '../errors.ts';
import type { World } from '../world.ts';

/**
 * Asks on standard error; only `y` and `yes` mean yes.
 *
 * @throws CLI_CONFIRMATION_IMPOSSIBLE when nobody can answer
 */
export async function confirm(question: string, { stdin, stderr }: World, signal: AbortSignal): Promise<boolean> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) throw errors.CONFIRMATION_IMPOSSIBLE(question);
  const { createInterface } = await import('node:readline/promises');
  const dialogue = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await dialogue.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    dialogue.close();
  }
}
