import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testPackSource } from '@sherpack/plugin-kit/suites/pack-source';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { createShelf } from './sources/shelf.ts';

const runner = { describe, it, expect };
const folder = mkdtempSync(join(tmpdir(), 'shelf-'));
for (const version of ['1.0.0', '1.2.0', '2.0.0-rc.1']) writeFileSync(join(folder, `web-${version}.tgz`), `web ${version}`);
writeFileSync(join(folder, 'web-notes.txt'), '');
afterAll(() => rmSync(folder, { recursive: true }));

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner, config: { folder } });

describe('the source "shelf"', () => {
  const samples = {
    present: { reference: 'shelf:web', options: { version: '1.0.0' }, bytes: new TextEncoder().encode('web 1.0.0'), version: '1.0.0' },
    absent: { reference: 'shelf:wed' },
    foreign: [{ reference: 'web' }, { reference: './shelf:web' }, { reference: 'oci://host/shelf' }],
    wishes: [
      { reference: 'shelf:web', version: '1.2.0' },
      { reference: 'shelf:web', options: { version: '~1.0' }, version: '1.0.0' },
      { reference: 'shelf:web', options: { devel: true }, version: '2.0.0-rc.1' },
    ],
  };
  testPackSource(async () => ({ default: createShelf({ folder }) }), () => samples, runner, { network: false, secrets: false, digests: false });

  it('asks for a folder when none is configured', async () => {
    const options = { ...samples.present.options } as Parameters<ReturnType<typeof createShelf>['fetch']>[1];
    await expect(createShelf(undefined).fetch('shelf:web', options, {} as never)).rejects.toMatchObject({ code: 'SHELF_NO_FOLDER', exitCode: 2 });
  });
});
