import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverNames } from './binaries.ts';
import { findControlPlane } from './find.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assets-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('findControlPlane', () => {
  it('takes the existing cluster first', () => {
    expect(findControlPlane({ SHERPACK_TEST_KUBECONFIG: '/a', KUBEBUILDER_ASSETS: folder })).toEqual({ available: true, source: 'kubeconfig', kubeconfig: '/a' });
  });

  it('takes a complete folder of servers', () => {
    for (const name of serverNames) writeFileSync(join(folder, name), '');
    expect(findControlPlane({ KUBEBUILDER_ASSETS: folder })).toEqual({ available: true, source: 'binaries', binaries: { folder } });
  });

  it('does not go on to another source when the one asked for does not fit', () => {
    writeFileSync(join(folder, 'etcd'), '');
    expect(findControlPlane({ KUBEBUILDER_ASSETS: folder })).toEqual({
      available: false,
      reason: `KUBEBUILDER_ASSETS: ${folder} lacks kube-apiserver, kube-controller-manager, kube-scheduler`,
    });
    expect(findControlPlane({ SHERPACK_CONTROL_PLANE: folder })).toEqual({
      available: false,
      reason: `SHERPACK_CONTROL_PLANE: no control plane runs in ${folder}`,
    });
  });
});
