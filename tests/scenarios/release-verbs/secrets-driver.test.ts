import { describe, expect, it } from 'vitest';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import factory from '@sherpack/plugin-storage/drivers/secrets';
import { createSandboxAccess } from './sandbox-access.ts';

const MISSING = { release: { name: 'web', namespace: 'shop' }, name: 'head' };

describe('the driver "secrets" on an API server', async () => {
  const access = await createSandboxAccess(['suite-a', 'suite-b']);
  testStorageDriver(() => factory.open({ access, options: {}, readOnly: false }), { describe, it, expect });

  it('reads nothing from a namespace that is missing, and says so when it is to write there', async () => {
    const driver = await factory.open({ access, options: {}, readOnly: false });
    expect(await driver.get(MISSING)).toBeUndefined();
    expect(await driver.list({ namespace: 'shop' })).toEqual([]);
    await expect(driver.put(MISSING, new Uint8Array(), {}, { expect: 'absent' })).rejects.toMatchObject({ code: 'STORAGE_NAMESPACE_MISSING' });
  });
});
