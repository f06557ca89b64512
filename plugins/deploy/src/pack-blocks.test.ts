import { describe, expect, it } from 'vitest';
import type { Pack } from '@sherpack/plugin-api';
import { blocksOf, extraOfPack, isUnreadable } from './pack-blocks.ts';

function packOf(manifest: object, subpacks: readonly Pack[] = []): Pack {
  return { manifest, subpacks } as unknown as Pack;
}

describe('what a pack says to the engine', () => {
  it('is found again in the record, the rules of subpacks before those of the pack around them', () => {
    const inner = packOf({ readiness: [{ kind: 'Database' }], ownership: [{ policy: 'take' }] });
    const outer = packOf({ readiness: [{ kind: 'Queue' }], waves: { 2: { onFailure: 'continue' } }, ownership: [{ policy: 'yield' }] }, [inner]);
    const extra = JSON.parse(JSON.stringify(extraOfPack(outer))) as Record<string, unknown>;
    expect(blocksOf({ extra })).toEqual({ readiness: [{ kind: 'Database' }, { kind: 'Queue' }], ownership: [{ policy: 'yield' }], waves: { 2: { onFailure: 'continue' } } });
    expect(isUnreadable(extra)).toBe(false);
  });

  it('adds nothing to the record of a pack that says nothing', () => {
    expect(extraOfPack(packOf({ metadata: {} }))).toEqual({});
    expect(blocksOf({})).toEqual({ readiness: [], ownership: [], waves: {} });
  });

  it('is left out when a later version has written it in another form', () => {
    const extra = { deploy: { form: 2, readiness: [{ kind: 'Database' }] } };
    expect(isUnreadable(extra)).toBe(true);
    expect(blocksOf({ extra }).readiness).toEqual([]);
  });
});
