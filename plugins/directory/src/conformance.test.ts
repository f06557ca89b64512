import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCluster } from '@sherpack/plugin-kit/suites/cluster';
import { describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { createDirectory } from './directory.ts';

async function connect() {
  const folder = await mkdtemp(join(tmpdir(), 'sherpack-directory-'));
  return createDirectory({ path: folder }).connect(connectContext({}));
}

testCluster(connect, { describe, it, expect }, {
  fieldManagers: false, validation: false, namespaces: false, unknownKinds: false, watch: false, subresources: false,
  finalizers: false, openapi: false, patches: ['merge'],
});
