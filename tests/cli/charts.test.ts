import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { helmPath } from '@sherpack/control-plane/tools';
import { beforeAll, describe, expect, it } from 'vitest';
import { CORPUS } from './fixtures/charts/corpus.ts';
import { buildOnce, newFolder, sherpack } from './run-sherpack.ts';

const run = promisify(execFile);
let helm: string | undefined;

beforeAll(async () => {
  buildOnce();
  helm = await helmPath().catch(() => undefined);
}, 120_000);

describe('charts are rendered byte for byte as Helm renders them', () => {
  it.each(Object.entries(CORPUS))('%s', async (_trap, { files, flags = [] }) => {
    const folder = newFolder(Object.fromEntries(Object.entries(files).map(([path, text]) => [`chart/${path}`, text])));
    const argv = ['template', 'demo', './chart', '-n', 'shop', '--kube-version', '1.35.0', ...flags];
    const ours = await sherpack(argv, { folder });
    expect({ code: ours.code, stderr: ours.stderr }).toEqual({ code: 0, stderr: '' });
    if (helm === undefined) return;
    const theirs = await run(helm, argv, { cwd: folder, env: { HOME: folder } });
    // Files of crds/ are printed by Helm with an empty line at their end.
    const expected = flags.includes('--include-crds') ? theirs.stdout.replaceAll('\n\n---', '\n---') : theirs.stdout;
    expect(ours.stdout).toBe(expected);
  });
});
