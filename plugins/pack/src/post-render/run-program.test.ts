import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Extensions, KubernetesObject, PostRenderer } from '@sherpack/plugin-api';
import { testPostRenderer } from '@sherpack/plugin-kit/suites/post-renderer';
import { afterAll, describe, expect, it } from 'vitest';
import { findRenderer } from './find-renderer.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-program-'));
const program = join(folder, 'replace.sh');
writeFileSync(program, `#!/bin/sh
case "$1" in
  wait) exec sleep 600 ;;
  fail) echo "no such word" >&2; exit 4 ;;
  *) exec sed "s/word: original/word: \${1:-original}/" ;;
esac
`);
chmodSync(program, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const none: Extensions<PostRenderer> = { keys: () => [], has: () => false, get: () => Promise.reject(new Error('there is none')) };

function configMap(word: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { word } };
}

describe('a program', () => {
  testPostRenderer({
    load: async () => ({ default: await findRenderer(program, none, folder) }),
    examples: [
      { name: 'a word', objects: [configMap('original')], args: ['other'], expected: [configMap('other')] },
      { name: 'what it leaves alone', objects: [configMap('kept')], expected: [configMap('kept')] },
    ],
    refused: { objects: [configMap('original')], args: ['fail'] },
    endless: ['wait'],
  }, { describe, it, expect });
});
