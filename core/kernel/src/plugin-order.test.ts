import { describe, expect, it } from 'vitest';
import type { PluginManifest } from '@sherpack/plugin-api';
import { sourceOf } from './fixtures/fake-host.ts';
import { parseManifest } from './plugin-manifest.ts';
import { orderPlugins } from './plugin-order.ts';

function source(name: string, manifest: Partial<PluginManifest> = {}) {
  return sourceOf({ plugin: { name, apiVersion: '^1', setup: () => undefined }, manifest });
}

describe('plugin order', () => {
  it('keeps the configured order and moves plugins forward only as far as others need', () => {
    const sorted = orderPlugins([source('a'), source('b', { requires: ['d'] }), source('c', { after: ['a', 'not-there'] }), source('d')]);
    expect(sorted.map(({ manifest }) => manifest.name)).toEqual(['a', 'd', 'b', 'c']);
  });

  it('prints a cycle', () => {
    const cyclic = [source('a', { after: ['b'] }), source('b', { requires: ['c'] }), source('c', { after: ['b'] })];
    expect(() => orderPlugins(cyclic)).toThrow('plugins want to be set up after each other: b → c → b');
  });
});

describe('plugin manifest', () => {
  const own = { apiVersion: '^1', plugin: './plugin.js' };

  it('takes name and version from the package', () => {
    expect(parseManifest({ name: '@me/sherpack-plugin-slack', version: '2.1.0', sherpack: own }, 'x')).toMatchObject({ name: 'slack', version: '2.1.0' });
    expect(parseManifest({ name: '@sherpack/engine-plain', version: '1.0.0', sherpack: own }, 'x').name).toBe('plain');
  });

  it.each([
    [{}, 'the key "sherpack" is missing'],
    [{ sherpack: { ...own, name: 'Not Kebab' } }, 'is no kebab-case name'],
    [{ sherpack: { name: 'x', apiVersion: '^1' } }, '"plugin" names no module'],
    [{ sherpack: { ...own, name: 'x', apiVersion: 'soon' } }, '"apiVersion" is no semver range'],
    [{ sherpack: { ...own, name: 'x', hooks: ['loud'] } }, '"loud" is no hook'],
    [{ sherpack: { ...own, name: 'x', requires: 'y' } }, '"requires" is no list'],
  ])('refuses %j', (packageJson, message) => {
    expect(() => parseManifest(packageJson, 'x')).toThrow(message);
  });
});
