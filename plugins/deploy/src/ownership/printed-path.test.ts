import { describe, expect, it } from 'vitest';
import { withoutPrinted } from './printed-path.ts';

const OBJECT = {
  metadata: { labels: { 'app.kubernetes.io/name': 'web', app: 'x' }, finalizers: ['a', 'b'] },
  spec: { replicas: 3, containers: [{ name: 'web', image: 'a', ports: [{ containerPort: 80 }, { containerPort: 81, protocol: 'UDP' }] }, { name: 'b]c', image: 'b' }] },
};

describe('a field by its printed path', () => {
  it.each([
    ['.spec.replicas', { spec: { containers: OBJECT.spec.containers } }],
    ['.metadata.labels.app.kubernetes.io/name', { metadata: { ...OBJECT.metadata, labels: { app: 'x' } } }],
    ['.metadata.labels.app', { metadata: { ...OBJECT.metadata, labels: { 'app.kubernetes.io/name': 'web' } } }],
    ['.metadata.finalizers[="a"]', { metadata: { ...OBJECT.metadata, finalizers: ['b'] } }],
  ])('%s is taken out, and nothing else', (path, changed) => {
    expect(withoutPrinted(OBJECT, path)).toEqual({ ...OBJECT, ...changed });
  });

  it('is found in items of lists, by keys that hold brackets and keys that are left to their defaults', () => {
    const [web, other] = withoutPrinted(OBJECT, '.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"]').spec.containers;
    expect(web?.ports).toEqual([{ containerPort: 81, protocol: 'UDP' }]);
    expect(other).toEqual({ name: 'b]c', image: 'b' });
    expect(withoutPrinted(OBJECT, '.spec.containers[name="b]c"].image').spec.containers[1]).toEqual({ name: 'b]c' });
    expect(withoutPrinted(OBJECT, '.spec.containers[name="web"]').spec.containers).toEqual([{ name: 'b]c', image: 'b' }]);
  });

  it('that is not there changes nothing', () => {
    for (const path of ['.spec.paused', '.spec.containers[name="none"].image', '.metadata.labels.tier']) expect(withoutPrinted(OBJECT, path)).toEqual(OBJECT);
  });
});
