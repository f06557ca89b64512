import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../schemas/catalog.ts';
import { jsonPatch, JsonPatchError } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';
import { strategicMerge } from './strategic-merge.ts';

describe('a JSON patch', () => {
  it('adds, replaces, removes, moves and copies', () => {
    const patch = [
      { op: 'add', path: '/list/1', value: 'b' },
      { op: 'add', path: '/list/-', value: 'd' },
      { op: 'replace', path: '/a', value: 2 },
      { op: 'move', from: '/gone', path: '/kept' },
      { op: 'copy', from: '/a', path: '/x~1y' },
    ];
    expect(jsonPatch({ a: 1, gone: true, list: ['a', 'c'] }, patch)).toEqual({ a: 2, kept: true, list: ['a', 'b', 'c', 'd'], 'x/y': 2 });
  });

  it('fails on a wrong test and on paths that are not there', () => {
    expect(() => jsonPatch({ a: 1 }, [{ op: 'test', path: '/a', value: 2 }])).toThrow(JsonPatchError);
    expect(() => jsonPatch({ a: 1 }, [{ op: 'remove', path: '/b' }])).toThrow(JsonPatchError);
    expect(() => jsonPatch({ a: [] }, [{ op: 'remove', path: '/a/0' }])).toThrow(JsonPatchError);
  });

  it('leaves its target alone', () => {
    const target = { list: [1] };
    jsonPatch(target, [{ op: 'add', path: '/list/-', value: 2 }]);
    expect(target).toEqual({ list: [1] });
  });
});

describe('a merge patch', () => {
  it('merges objects, replaces lists and removes what is null', () => {
    expect(mergePatch({ a: { b: 1, c: 2 }, l: [1, 2] }, { a: { b: null, d: 3 }, l: [3] })).toEqual({ a: { c: 2, d: 3 }, l: [3] });
  });
});

describe('a strategic merge patch', () => {
  it('merges keyed lists, follows their order and deletes items', async () => {
    const podSpec = (await loadCatalog()).types.get('io.k8s.api.core.v1.PodSpec');
    const before = { containers: [{ name: 'a', image: '1' }, { name: 'b', image: '1' }] };
    const patch = { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }], containers: [{ name: 'b', $patch: 'delete' }, { name: 'c', image: '3' }] };
    expect(strategicMerge(before, patch, podSpec)).toEqual({ containers: [{ name: 'c', image: '3' }, { name: 'a', image: '1' }] });
  });

  it('keeps only the retained keys of a union', async () => {
    const podSpec = (await loadCatalog()).types.get('io.k8s.api.core.v1.PodSpec');
    const before = { volumes: [{ name: 'v', emptyDir: {} }] };
    const patch = { volumes: [{ $retainKeys: ['name', 'configMap'], name: 'v', configMap: { name: 'c' } }] };
    expect(strategicMerge(before, patch, podSpec)).toEqual({ volumes: [{ name: 'v', configMap: { name: 'c' } }] });
  });

  it('merges lists of plain values and deletes from them', async () => {
    const meta = (await loadCatalog()).types.get('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
    expect(strategicMerge({ finalizers: ['a/b'] }, { finalizers: ['c/d'] }, meta)).toEqual({ finalizers: ['c/d', 'a/b'] });
    expect(strategicMerge({ finalizers: ['a/b', 'c/d'] }, { '$deleteFromPrimitiveList/finalizers': ['a/b'] }, meta)).toEqual({ finalizers: ['c/d'] });
  });
});
