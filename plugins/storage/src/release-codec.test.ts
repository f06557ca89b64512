import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { revisionOf } from '../fixtures/revision.ts';
import { decodeRevision, encodeRevision } from './release-codec.ts';

const WEB = { name: 'web', namespace: 'shop' };

describe('the release codec', () => {
  it('gives a revision back with exact numbers', async () => {
    const revision = revisionOf(WEB, 3);
    expect(await decodeRevision(await encodeRevision(revision), 'x')).toEqual(revision);
  });

  it('makes the same bytes whatever the order of the members is', async () => {
    const one = revisionOf(WEB, 1, { values: { a: 1, b: 2 } });
    const other = revisionOf(WEB, 1, { values: { b: 2, a: 1 } });
    expect(await encodeRevision(one)).toEqual(await encodeRevision(other));
  });

  it('begins with a line that names form, compression and checksum', async () => {
    const [line = ''] = Buffer.from(await encodeRevision(revisionOf(WEB, 1))).toString('latin1').split('\n');
    expect(JSON.parse(line)).toEqual({ sherpack: 'release', schema: 1, compression: 'gzip', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('refuses a newer form and says so', async () => {
    const data = Buffer.from('{"sherpack":"release","schema":2,"compression":"gzip","sha256":""}\n');
    await expect(decodeRevision(data, 'revision 3 of release "web"')).rejects.toMatchObject({
      code: 'STORAGE_RECORD_NEWER',
      message: 'revision 3 of release "web" was written by a newer Sherpack: its form is 2, this version reads up to 1',
    });
  });

  it('refuses what was changed, cut or is something else', async () => {
    const good = await encodeRevision(revisionOf(WEB, 1));
    const changed = Uint8Array.from(good, (byte, index) => (index === good.length - 12 ? byte ^ 1 : byte));
    for (const bad of [changed, good.subarray(0, -4), new Uint8Array(), Buffer.from('{}\n'), Buffer.from('no\n')]) {
      await expect(decodeRevision(bad, 'it')).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED' });
    }
  });
});
