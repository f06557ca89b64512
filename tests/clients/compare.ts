import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from './script.ts';
import type { Side } from './side.ts';

/** What the two sides said. */
export interface Answers {
  readonly sandbox: string;
  readonly real: string;
}

/** Milliseconds: longer than any controller takes to come to rest on a busy machine. */
const PATIENCE = 60_000;
const PAUSE = 500;

/** Gives both sides the command. A question is repeated while they differ: controllers may still be at work. */
export async function ask(step: Step, sandbox: Side, real: Side, patience = PATIENCE): Promise<Answers> {
  const end = Date.now() + patience;
  for (;;) {
    const [ofSandbox, ofReal] = await Promise.all([sandbox.say(step), real.say(step)]);
    const answers = { sandbox: ofSandbox, real: ofReal };
    if (!step.isQuestion || ofSandbox === ofReal || Date.now() > end) return answers;
    await sleep(PAUSE);
  }
}
