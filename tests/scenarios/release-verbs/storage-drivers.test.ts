import { describe, expect, it } from 'vitest';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import configmap from '@sherpack/plugin-storage/drivers/configmap';
import secrets from '@sherpack/plugin-storage/drivers/secrets';
import { createSandboxAccess } from './sandbox-access.ts';

const MISSING = { release: { name: 'web', namespace: 'shop' }, name: 'head' };

describe.each([['secrets', secrets], ['configmap', configmap]] as const)('the driver "%s" on the sandbox', (_name, factory) => {
  const access = createSandboxAccess(['suite-a', 'suite-b']);
  testStorageDriver(async () => factory.open({ access: await access, options: {}, readOnly: false }), { describe, it, expect });

  it('reads nothing from a namespace that is missing, and says so when it is to write there', async () => {
    const driver = await factory.open({ access: await access, options: {}, readOnly: false });
    expect(await driver.get(MISSING)).toBeUndefined();
    expect(await driver.list({ namespace: 'shop' })).toEqual([]);
    await expect(driver.put(MISSING, new Uint8Array(), {}, { expect: 'absent' })).rejects.toMatchObject({ code: 'STORAGE_NAMESPACE_MISSING' });
  });
});
