import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEffectiveConfig, fileLayer } from './effective-config.ts';
import type { ConfigSource } from './effective-config.ts';
import { readEnvironment } from './environment.ts';

function layer(source: ConfigSource, values: Record<string, unknown>) {
  return { source, values, where: () => source };
}

describe('effective configuration', () => {
  it('takes each key from the highest source that has it', () => {
    const config = createEffectiveConfig([
      layer('flag', { namespace: 'a' }), layer('environment', { namespace: 'b', context: 'b' }), layer('project', { context: 'c', cluster: 'c' }),
      layer('user', { cluster: 'd', output: 'yaml' }),
    ]);
    expect(config.settings().map(({ key, value, source }) => `${key}=${String(value)} ${source}`)).toEqual([
      'cluster=c project', 'context=b environment', 'namespace=a flag', 'output=yaml user',
    ]);
  });

  it('knows what nobody chose', () => {
    const config = createEffectiveConfig([layer('user', { cluster: 'sandbox' })]);
    expect(config.isGiven('cluster')).toBe(true);
    expect(config.isGiven('namespace')).toBe(false);
    expect(config.values.namespace).toBe('default');
    expect(config.isGiven('context')).toBe(false);
  });

  it('merges sections key by key and replaces lists', () => {
    const config = createEffectiveConfig([
      layer('project', { storage: { driver: 'sql' }, plugins: ['a'] }), layer('user', { storage: { driver: 'file', sql: { pool: 2 } }, plugins: ['b', 'c'] }),
    ]);
    expect(config.values).toMatchObject({ storage: { driver: 'sql', sql: { pool: 2 } }, plugins: ['a'] });
    expect(config.settings().find(({ key }) => key === 'storage.sql.pool')).toMatchObject({ value: 2, source: 'user' });
  });

  it('counts a relative kubeconfig from the folder of its file', () => {
    const kubeconfig = (path: string) => fileLayer('project', { file: '/repo/sherpack.config.yaml', text: '', at: [], values: { kubeconfig: path } }).values['kubeconfig'];
    expect(kubeconfig('kube/dev.yaml')).toBe('/repo/kube/dev.yaml');
    expect(kubeconfig('/etc/kube.yaml')).toBe('/etc/kube.yaml');
    expect(kubeconfig('~/kube.yaml')).toBe(join(homedir(), 'kube.yaml'));
  });
});

describe('environment', () => {
  it('is read under the names of Sherpack and, failing these, of Helm', () => {
    const { values, variables } = readEnvironment({ HELM_NAMESPACE: 'helm', SHERPACK_CONTEXT: 'mine', HELM_KUBECONTEXT: 'helm', SHERPACK_CLUSTER: '' });
    expect(values).toEqual({ namespace: 'helm', context: 'mine' });
    expect(variables).toEqual({ namespace: 'HELM_NAMESPACE', context: 'SHERPACK_CONTEXT' });
  });

  it('sets keys of sections, below flags and above files, each with the variable that it comes from', () => {
    const { values, variables } = readEnvironment({ SHERPACK_STORAGE_DRIVER: 'file', SHERPACK_STORAGE_CHUNKING: 'false', SHERPACK_STORAGE_MAX_CHUNK_SIZE: '512KiB' });
    expect(values).toEqual({ storage: { driver: 'file', chunking: { enabled: false, maxChunkSize: '512KiB' } } });
    const config = createEffectiveConfig([
      { source: 'environment', values, where: (key) => variables[key] ?? '' }, layer('project', { storage: { driver: 'secrets', compression: 'gzip', chunking: { enabled: 'auto' } } }),
    ]);
    expect(config.settings().filter(({ key }) => key.startsWith('storage')).map(({ key, value, where }) => `${key}=${String(value)} ${where}`)).toEqual([
      'storage.chunking.enabled=false SHERPACK_STORAGE_CHUNKING', 'storage.chunking.maxChunkSize=512KiB SHERPACK_STORAGE_MAX_CHUNK_SIZE',
      'storage.compression=gzip project', 'storage.driver=file SHERPACK_STORAGE_DRIVER',
    ]);
    expect(() => readEnvironment({ SHERPACK_STORAGE_CHUNKING: 'yes' })).toThrow('The environment variable SHERPACK_STORAGE_CHUNKING must be one of auto, true, false.');
  });

  it('is refused when it holds no valid form of output', () => {
    expect(() => readEnvironment({ SHERPACK_OUTPUT: 'xml' })).toThrow('The environment variable SHERPACK_OUTPUT must be one of table, json, yaml.');
  });
});
