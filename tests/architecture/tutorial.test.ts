import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, readSource } from './source-files.ts';

const { text } = readSource('plugin-api/docs/your-first-plugin.md');
const files = [...text.matchAll(/```(?:ts|json|yaml|md) ([\w./-]+)\n([\s\S]*?)```/g)].map(([, path, content]) => ({ path: path ?? '', content: content ?? '' }));
const scripts = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, lines]) => (lines ?? '').trim().split('\n'));
let folder = '';

function run(command: string, args: readonly string[]): string {
  const env = { ...process.env, PATH: `${ROOT}/node_modules/.bin:${process.env['PATH']}`, NO_COLOR: '1', VITEST: undefined };
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeAll(() => {
  mkdirSync(`${ROOT}/.sherpack`, { recursive: true });
  folder = mkdtempSync(`${ROOT}/.sherpack/tutorial-`);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the tutorial', () => {
  it('has no code block that is not tried', () => {
    const blocks = [...text.matchAll(/^```(\S+)(.*)$/gm)].filter(([, language, rest]) => language !== 'sh' && rest === '');
    expect(blocks.map(([line]) => line)).toEqual([]);
    expect(files.length).toBeGreaterThan(8);
  });

  it('compiles', () => {
    // What the page on commands shows is for the same plugin.
    const shown = [...readSource('plugin-api/docs/commands.md').text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '');
    expect(shown).toHaveLength(2);
    for (const [index, code] of shown.entries()) writeFileSync(join(folder, `src/shown-${index}.ts`), code);
    expect(run('tsc', ['-p', 'tsconfig.json', '--customConditions', 'sherpack-source'])).toBe('');
  });

  it('passes its own tests', () => {
    writeFileSync(join(folder, 'vitest.config.js'), `
      const conditions = ['sherpack-source'];
      export default { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } }, test: { include: ['src/*.test.ts'] } };`);
    expect(run('vitest', ['run', '--root', folder])).toMatch(/Tests +\d+ passed/);
  });

  it('prints what the page says', () => {
    const outputs = scripts.map((script) => run('sh', ['-c', script]));
    expect(outputs[0]).toContain('team-label');
    expect(outputs[1]).toContain('example.com/team: shop');
  });
});
