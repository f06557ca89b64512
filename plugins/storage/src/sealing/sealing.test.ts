import { describe, expect, it } from 'vitest';
import { revisionOf } from '../../fixtures/revision.ts';
import { canonicalJson } from '../record/canonical.ts';
import { decodeFiles, encodeFiles } from '../record/pack-files.ts';
import { sealRevision, unsealRevision } from './seal-revision.ts';
import { sealingKey } from './sealing-key.ts';
import { secretTexts } from './secret-places.ts';

const WEB = { name: 'web', namespace: 'shop' };
const KEY = sealingKey(new Uint8Array(32).fill(7));
const PASSWORD = 'hunter-two-and-three';
const SECRETS = [PASSWORD, Buffer.from(PASSWORD).toString('base64'), '40414243'];

const REVISION = revisionOf(WEB, 1, {
  values: { db: { password: PASSWORD, pin: 40414243, user: 'anna' }, url: `pg://anna:${PASSWORD}@db`, big: 12345678901234567890n },
  userValues: { db: { password: PASSWORD } },
  secretPaths: [['db', 'password'], ['db', 'pin']],
  manifests: [
    { template: 'a', text: 'kind: ConfigMap\ndata:\n  a: b\n' },
    { template: 'b', text: `kind: ConfigMap\ndata:\n  dsn: ${PASSWORD}\n`, secretPaths: [['data', 'dsn']] },
    { template: 'c', text: `kind: Secret\ndata:\n  other: bm90IG1hcmtlZA==\n` },
    { template: 'd', text: `kind: ConfigMap\ndata:\n  not: marked\n  but: ${Buffer.from(PASSWORD).toString('base64')}\n` },
  ],
  notes: `Log in with ${PASSWORD}.`,
});

describe('a sealed revision', () => {
  it('shows nothing that is secret, and the rest', async () => {
    const text = canonicalJson(await sealRevision(REVISION, async () => KEY)).toString();
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toContain('bm90IG1hcmtlZA==');
    for (const open of ['anna', 'data:\\n  a: b', '12345678901234567890']) expect(text).toContain(open);
  });

  it('opens to what it was, exact numbers included', async () => {
    const sealed = await sealRevision(REVISION, async () => KEY);
    expect(await unsealRevision(sealed, async () => KEY)).toEqual(REVISION);
  });

  it('is the same for the same secrets, so that they are stored once', async () => {
    const [one, other] = await Promise.all([sealRevision(REVISION, async () => KEY), sealRevision(REVISION, async () => KEY)]);
    expect(one).toEqual(other);
  });

  it('does not open with another key, nor changed', async () => {
    const sealed = await sealRevision(REVISION, async () => KEY);
    await expect(unsealRevision(sealed, async () => sealingKey(new Uint8Array(32).fill(8)))).rejects.toThrow();
    const changed = { ...sealed, notes: sealed.notes.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')).replace(/\.[A-Za-z0-9]{4}/, '.AAAA') };
    await expect(unsealRevision(changed, async () => KEY)).rejects.toThrow();
  });

  it('needs no key when nothing is secret', async () => {
    const plain = revisionOf(WEB, 1);
    expect(await sealRevision(plain, () => Promise.reject(new Error('not asked')))).toBe(plain);
  });
});

describe('the files of a pack', () => {
  it('come back byte for byte, and those that quote a secret are sealed', async () => {
    const files = [
      { path: 'values.yaml', content: Buffer.from(`\ufeffdb:\n  password: ${PASSWORD}\n`) },
      { path: 'icon.png', content: Uint8Array.from({ length: 300 }, (_, index) => index % 256) },
      { path: 'README.md', content: Buffer.from('\ufeffText with a byte order mark') },
    ];
    const source = await encodeFiles(files, secretTexts(REVISION), async () => KEY);
    const text = Buffer.from(source.content).toString();
    expect(text).toContain('icon.png');
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
    const read = await decodeFiles(source, async () => KEY);
    expect(read.map(({ path, content }) => [path, [...content]])).toEqual(files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, content }) => [path, [...content]]));
  });
});
