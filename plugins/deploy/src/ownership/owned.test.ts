import { describe, expect, it } from 'vitest';
import type { InventoryEntry, KubernetesObject } from '@sherpack/plugin-api';
import { isInherited } from './owned.ts';

const PLAN = { release: { name: 'demo', namespace: 'shop' } };
const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'page' };
const RECORDED: readonly InventoryEntry[] = [{ ref: REF, uid: 'one', revision: 2, state: 'applied' }];

function live(uid: string | undefined, name = 'demo', namespace = 'shop'): KubernetesObject {
  const annotations = { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'page', namespace: 'shop', annotations, ...(uid === undefined ? {} : { uid }) } };
}

describe('an object that Helm has made', () => {
  it('is the release\'s when it bears the mark of exactly this release and the UID on record', () => {
    expect(isInherited(live('one'), PLAN, RECORDED)).toBe(true);
  });

  it.each([
    ['was made anew under the same name', live('two')],
    ['belongs to another release of Helm', live('one', 'other')],
    ['belongs to a release of that name in another namespace', live('one', 'demo', 'bank')],
    ['has no UID', live(undefined)],
  ])('is not when it %s', (_why, object) => {
    expect(isInherited(object, PLAN, RECORDED)).toBe(false);
  });

  it('is not when the record knows no UID of it', () => {
    expect(isInherited(live('one'), PLAN, [{ ref: REF, revision: 2, state: 'applied' }])).toBe(false);
    expect(isInherited(live('one'), PLAN, [])).toBe(false);
  });
});
