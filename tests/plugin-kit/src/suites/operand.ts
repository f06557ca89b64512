import type { OperandContext, OperandResolver } from '@sherpack/plugin-api';
import type { TestRunner } from '../runner.ts';

/** Arguments as people write them. */
export interface OperandSamples {
  /** What the resolver is for; each is there. */
  readonly known: readonly string[];
  /** Of the same form as those, and not there. */
  readonly absent: readonly string[];
  /** What other resolvers are for. */
  readonly foreign: readonly string[];
  /** The namespace and folder that the samples are in, and the cluster if one is needed. */
  readonly context?: Partial<OperandContext>;
}

/** Anything that people type. Whoever asks, asks all resolvers: one that fails spoils the answer of the others. */
const TEXTS = ['', ' ', '.', '..', '-', 'a b', '%zz', '[', '\u0000', 'é', 'constructor', '__proto__', '/', 'C:\\web', 'x'.repeat(5000)];

/**
 * What every resolver of arguments must do.
 *
 * @param samples asked for before every test
 * @example testOperand(async () => resolver, () => ({ known: ['prod'], absent: ['prud'], foreign: ['./web'] }), { describe, it, expect })
 */
export function testOperand(load: () => Promise<OperandResolver>, samples: () => OperandSamples | Promise<OperandSamples>, { describe, it, expect }: TestRunner): void {
  async function resolve(text: string): Promise<string | undefined> {
    const { context } = await samples();
    const cluster = () => Promise.reject(new Error('no cluster is among the samples'));
    return (await load()).resolve(text, Object.freeze({ namespace: 'default', folder: process.cwd(), cluster, ...context }));
  }

  describe('as every resolver of arguments', () => {
    it('says of what it knows what that is, in words that name it and can stand behind "or"', async () => {
      for (const text of (await samples()).known) {
        const answer = await resolve(text);
        expect({ text, answer, named: answer?.includes(text), fits: /^(the|a|an) \S.*[^.\s]$/.test(answer ?? '') }).toEqual({ text, answer, named: true, fits: true });
      }
    });

    it('says nothing of what is not there, and of what is another\'s', async () => {
      const { absent, foreign } = await samples();
      for (const text of [...absent, ...foreign]) expect({ text, answer: await resolve(text) }).toEqual({ text, answer: undefined });
    });

    it('fails on no text', async () => {
      for (const text of TEXTS) {
        const answer = await resolve(text).catch((error: unknown) => error);
        expect({ text, fails: answer instanceof Error }).toEqual({ text, fails: false });
      }
    });

    it('says the same twice', async () => {
      const { known, absent, foreign } = await samples();
      for (const text of [...known, ...absent, ...foreign]) expect({ text, answer: await resolve(text) }).toEqual({ text, answer: await resolve(text) });
    });
  });
}
