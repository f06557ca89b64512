import type { KubernetesObject, PostRenderer } from '@sherpack/plugin-api';
import { defineErrors } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testPostRenderer } from './post-renderer.ts';

const errors = defineErrors('swap', { NO_WORD: () => ({ message: 'there is no word to put in', hint: 'Give one with --post-renderer-args.' }) });

function configMap(word: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', annotations: { kept: 'yes' } }, data: { word } };
}

/** Puts a word in the place of another one, and waits for ever when it is told to. */
const good: PostRenderer = {
  async run(manifests, { args: [word], signal }) {
    if (word === undefined) throw errors.NO_WORD();
    if (word === 'wait') await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    return manifests.replaceAll('original', word);
  },
};

function suiteFor(renderer: PostRenderer) {
  return failingTests((runner) => testPostRenderer({
    load: async () => ({ default: renderer }),
    examples: [{ name: 'a word', objects: [configMap('original')], args: ['other'], expected: [configMap('other')] }],
    refused: { objects: [configMap('original')] },
    endless: ['wait'],
  }, runner), expect);
}

function changing(change: (text: string) => string): PostRenderer {
  return { run: async (...given) => change(await good.run(...given)) };
}

let calls = 0;

describe('the suite for post-renderers', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor(good)).toEqual([]);
  });

  it.each<[string, PostRenderer, string]>([
    ['puts a text between the documents', changing((text) => `done\n${text}`), 'gives back YAML documents, each of them an object'],
    ['gives back no YAML', changing(() => 'a: [b'), 'gives back YAML documents, each of them an object'],
    ['rounds numbers', changing((text) => text.replace('9007199254740993', '9007199254740992')), 'leaves an object of a kind that nobody knows as it is, to the last digit'],
    ['takes texts for numbers', changing((text) => text.replace(/"1e3"|'1e3'/, '1e3')), 'leaves an object of a kind that nobody knows as it is, to the last digit'],
    ['loses what is empty', changing((text) => text.replace('emptyMap: {}', '')), 'leaves an object of a kind that nobody knows as it is, to the last digit'],
    ['drops what it does not know', changing((text) => text.slice(0, text.lastIndexOf('---\napiVersion'))), 'leaves an object of a kind that nobody knows as it is, to the last digit'],
    ['forgets where objects are from', changing((text) => text.replaceAll(/^.*postrender-filename.*$/gm, '')), 'leaves at each object from which template it is'],
    ['counts its calls', changing((text) => `# ${calls++}\n${text}`), 'gives the same for the same, so that no difference is seen where there is none'],
    ['needs documents', changing((text) => { if (text === '') throw new Error('nothing'); return text; }), 'takes no documents for no reason to fail'],
    ['does nothing', { run: async (text, { args, ...rest }) => good.run(text, { ...rest, args: args.map((word) => (word === 'other' ? 'original' : word)) }) }, 'makes of a word what it must'],
    ['adds an object', changing((text) => `${text}---\napiVersion: v1\nkind: Secret\nmetadata: {name: extra}\n`), 'makes of a word what it must'],
    ['throws errors that are for nobody', { run: async (...given) => good.run(...given).catch(() => { throw new Error('no'); }) }, 'says of what it refuses why, with a code and what to do'],
    ['refuses nothing', { run: async (text, context) => good.run(text, { ...context, args: [context.args[0] ?? 'word'] }) }, 'says of what it refuses why, with a code and what to do'],
    ['waits on when the operation is over', { run: async (text, context) => good.run(text, { ...context, signal: new AbortController().signal }) }, 'stops with the operation'],
    ['changes its arguments', { run: async (text, { args, ...rest }) => good.run(text, { ...rest, args: [(args as string[]).shift() ?? ''] }) }, 'gives back YAML documents, each of them an object'],
  ])('finds one that %s', async (_what, renderer, test) => {
    expect(await suiteFor(renderer)).toContain(test);
  });
});
