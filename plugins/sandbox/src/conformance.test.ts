import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteCluster } from '@sherpack/plugin-api';
import { testCluster } from '@sherpack/plugin-kit/suites/cluster';
import { afterAll, describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { createSandbox } from './sandbox.ts';
import { createSandboxes } from './sandboxes.ts';
import { serve } from './serve.ts';

const ends: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

async function newSandboxes() {
  return createSandboxes({ folder: await mkdtemp(join(tmpdir(), 'sherpack-sandbox-')) }, {});
}

async function connect(): Promise<WriteCluster> {
  const cluster = await createSandbox(await newSandboxes()).connect(connectContext({}));
  ends.push(() => cluster.close());
  return cluster;
}

async function connectOverHttp(): Promise<WriteCluster> {
  const all = await newSandboxes();
  const served = await serve(all.find(), { config: all.config });
  ends.push(() => served.close());
  const cluster = await createSandbox(all).connect(connectContext({}));
  ends.push(() => cluster.close());
  return cluster;
}

describe('the sandbox in this process', () => {
  testCluster(connect, { describe, it, expect });
});

describe('the sandbox over HTTP', () => {
  testCluster(connectOverHttp, { describe, it, expect });
});
