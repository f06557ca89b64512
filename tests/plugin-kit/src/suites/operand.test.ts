import type { OperandResolver } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testOperand } from './operand.ts';

const good: OperandResolver = { resolve: async (text, { namespace }) => (text === 'prod' ? `the environment "${text}" of ${namespace}` : undefined) };

function suiteFor(resolver: OperandResolver) {
  const samples = () => ({ known: ['prod'], absent: ['prud'], foreign: ['./web'], context: { namespace: 'shop' } });
  return failingTests((runner) => testOperand(async () => resolver, samples, runner), expect);
}

const SAYS = 'says of what it knows what that is, in words that name it and can stand behind "or"';
let calls = 0;

describe('the suite for resolvers of arguments', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor(good)).toEqual([]);
  });

  it.each<[string, OperandResolver['resolve'], string]>([
    ['knows nothing', async () => undefined, SAYS],
    ['does not name what it knows', async (text) => (text === 'prod' ? 'the environment' : undefined), SAYS],
    ['answers in a sentence', async (text) => (text === 'prod' ? 'prod is an environment.' : undefined), SAYS],
    ['knows everything', async (text) => `the environment ${text}`, 'says nothing of what is not there, and of what is another\'s'],
    ['fails on what it does not know', async (text, context) => { if (!/^[\w./-]+$/.test(text)) throw new Error(text); return good.resolve(text, context); }, 'fails on no text'],
    ['asks a cluster about everything', async (text, context) => { await context.cluster('read'); return good.resolve(text, context); }, 'says nothing of what is not there, and of what is another\'s'],
    ['changes its mind', async (text) => (text === 'prod' ? `the environment prod, asked for the ${calls++}. time` : undefined), 'says the same twice'],
  ])('finds one that %s', async (_what, resolve, test) => {
    expect(await suiteFor({ resolve })).toContain(test);
  });
});
