import type { PlanStep } from '@sherpack/plugin-api';
import { expect, it } from 'vitest';
import { awaitServed } from './await-served.ts';
import type { Execution } from './execution.ts';

const desired = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'cups.example.com' }, spec: { group: 'example.com', names: { kind: 'Cup' }, versions: [{ name: 'v1', served: true }, { name: 'v2', served: false }] } };
const CUP = { group: 'example.com', version: 'v1', kind: 'Cup' };

/** A server that lists the kind from the given answer on; how often it was asked. */
async function asked(listedFrom: number, over = new AbortController().signal): Promise<number> {
  let now = 0;
  let count = 0;
  const cluster = { observable: true, discovery: async () => ({ resources: ++count >= listedFrom ? [CUP] : [] }) };
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
  await awaitServed({ desired } as unknown as PlanStep, { cluster, clock, over } as unknown as Execution);
  return count;
}

it('goes on as soon as the versions that are served are listed', async () => {
  expect([await asked(1), await asked(4)]).toEqual([1, 4]);
});

it('leaves it to whoever needs the kind when it stays unlisted, and ends with the operation', async () => {
  expect([await asked(Infinity), await asked(Infinity, AbortSignal.abort())]).toEqual([101, 1]);
});
