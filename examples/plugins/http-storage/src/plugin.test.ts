import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import factory, { createDriver } from './drivers/http.ts';
import plugin from './plugin.ts';
import { startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => { server = await startServer(); });
afterAll(() => server.close());

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner: { describe, it, expect } });

describe('storage driver http', () => {
  testStorageDriver(async () => createDriver(server.url), { describe, it, expect });

  it('asks for a server when none is configured', async () => {
    const access = { cluster: () => Promise.reject(new Error('not used')) };
    await expect(factory.open({ access, options: {}, readOnly: true })).rejects.toMatchObject({ code: 'HTTP_STORAGE_NO_URL', exitCode: 2 });
  });

  it('says which server does not answer', async () => {
    const gone = await startServer();
    await gone.close();
    await expect(createDriver(gone.url).list({})).rejects.toMatchObject({ code: 'HTTP_STORAGE_UNREACHABLE', exitCode: 5 });
  });
});
