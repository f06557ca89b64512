import { expect, it } from 'vitest';
import { summarize } from './running.ts';

it('what plugins took is a line for each of their stages, however often they were called', () => {
  const trace = [
    { stage: 'load', plugin: 'pack', milliseconds: 12 },
    { stage: 'observe', plugin: 'release', milliseconds: 0.5 },
    { stage: 'apply', plugin: 'deploy', milliseconds: 40 },
    { stage: 'observe', plugin: 'release', milliseconds: 1 },
  ];
  expect(summarize(trace)).toEqual(['load pack 12.0 ms', 'observe release 1.5 ms in 2 calls', 'apply deploy 40.0 ms']);
});
