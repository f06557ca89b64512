import { expect, it } from 'vitest';
import { pluginCandidates } from './plugin-candidates.ts';

it('knows what a short name may stand for', () => {
  expect(pluginCandidates('drift')).toEqual(['@sherpack/plugin-drift', '@sherpack/engine-drift', 'sherpack-plugin-drift', 'drift']);
  expect(pluginCandidates('@me/sherpack-plugin-x')).toEqual(['@me/sherpack-plugin-x']);
  expect(pluginCandidates('./local')).toEqual([]);
});
