import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReleaseStores } from '@sherpack/plugin-api';
import { testOperand } from '@sherpack/plugin-kit/suites/operand';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packOperand from './operands/pack.ts';
import { releaseOperand } from './operands/release.ts';
import plugin from './plugin.ts';

const runner = { describe, it, expect };
const folder = mkdtempSync(join(tmpdir(), 'operands-'));

beforeAll(() => {
  mkdirSync(join(folder, 'web'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'web/Pack.yaml'), '');
  writeFileSync(join(folder, 'web-1.0.0.tgz'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner });

describe('the operand "pack"', () => {
  testOperand(async () => packOperand, () => ({
    known: ['web', './web', 'web-1.0.0.tgz', 'oci://registry.example.com/web'], absent: ['wed', './wed', 'web-2.0.0.tgz'], foreign: ['empty', 'prod'], context: { folder },
  }), runner);
});

describe('the operand "release"', () => {
  const stores: ReleaseStores = { open: async () => ({ head: async ({ name, namespace }: { name: string; namespace: string }) => (name === 'web' && namespace === 'shop' ? {} : undefined) }) } as never;
  testOperand(async () => releaseOperand(async () => stores), () => ({ known: ['web'], absent: ['wed'], foreign: ['./web', 'oci://host/web', 'Web'], context: { namespace: 'shop' } }), runner);
});
