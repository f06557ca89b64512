import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../fixtures/parts.ts';
import { revisionOf } from '../../fixtures/revision.ts';
import { unpack } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { canonicalJson, parseRevision } from './canonical.ts';
import { composeRecord } from './compose.ts';
import type { ComposedRecord } from './compose.ts';
import { encodeHeader } from './record-header.ts';
import { restoreRecord } from './restore.ts';
import { REVISION_SCHEMA } from './revision-schema.ts';
import { compileSchema } from '@sherpack/schema/validate';
import { sealRevision } from '../sealing/seal-revision.ts';
import { sealingKey } from '../sealing/sealing-key.ts';

const WEB = { name: 'web', namespace: 'shop' };
const WHAT = 'revision 3 of release "web"';

/** Reads segments out of the records that brought them. */
function readerOf(records: readonly ComposedRecord[], encoding: Encoding) {
  const chunks = new Map(records.flatMap((record) => record.chunks).map(({ digest, bytes }) => [digest, bytes]));
  return (segment: { readonly size: number; readonly compression: string; readonly chunks: readonly string[] }) =>
    unpack(Buffer.concat(segment.chunks.map((digest) => chunks.get(digest) ?? new Uint8Array())), segment.compression, segment.size, WHAT, encoding);
}

/** A record as large as wanted; one object differs from revision to revision. */
function large(revision: number, objects = 300) {
  const manifest = (index: number) => ({
    template: `web/templates/${index}.yaml`,
    text: `kind: ConfigMap\nmetadata:\n  name: map-${index}\ndata:\n  seed: ${Math.imul(index + 1, 2654435761) >>> 0}\n  tag: ${index === 7 ? `v${revision}` : 'v0'}\n`,
  });
  return canonicalJson(revisionOf(WEB, revision, { manifests: Array.from({ length: objects }, (_, index) => manifest(index)) }));
}

describe('the schema of a revision', () => {
  it('takes what is written, sealed or not, and refuses what is something else', async () => {
    const { validate } = await compileSchema(REVISION_SCHEMA, { trusted: true });
    const revision = revisionOf(WEB, 3, { values: { password: 'hunter-two' }, secretPaths: [['password']] });
    const sealed = await sealRevision(revision, async () => sealingKey(new Uint8Array(32)));
    expect([validate(parseRevision(canonicalJson(revision))), validate(parseRevision(canonicalJson(sealed)))]).toEqual([[], []]);
    for (const bad of [{ ...revision, schema: 2 }, { ...revision, status: 'done' }, { ...revision, manifests: [{}] }, { ...revision, revision: 0 }, {}]) expect(validate(bad).length).toBeGreaterThan(0);
  });
});

describe('a record', () => {
  it.each([['zstd', 'auto'], ['gzip', 'auto'], ['none', 'auto'], ['zstd', true], ['zstd', false]] as const)('comes back byte for byte with %s and chunking %s, alone and over another one', async (chosen, chunking) => {
    const encoding = encodingOf({ chosen, chunking, maxChunkSize: 1000 });
    const first = await composeRecord({ json: large(1), bases: [] }, encoding);
    const second = await composeRecord({ json: large(2), bases: first.bases }, encoding);
    for (const [record, json] of [[first, large(1)], [second, large(2)]] as const) {
      const restored = await restoreRecord(record.data, WHAT, readerOf([first, second], encoding), encoding);
      expect(Buffer.compare(restored.json, json)).toBe(0);
    }
    expect(parseRevision(large(2))).toMatchObject({ revision: 2, values: { big: 12345678901234567890n } });
  });

  it('makes the same bytes whatever the order of the members is', () => {
    const one = revisionOf(WEB, 1, { values: { a: 1, b: 2 } });
    const other = revisionOf(WEB, 1, { values: { b: 2, a: 1 } });
    expect(canonicalJson(one)).toEqual(canonicalJson(other));
  });

  it('of a revision in which one object changed adds a few hundred bytes, and no chunk', async () => {
    const encoding = encodingOf();
    const first = await composeRecord({ json: large(1), bases: [] }, encoding);
    const second = await composeRecord({ json: large(2), bases: first.bases }, encoding);
    expect(second.chunks).toEqual([]);
    expect(second.data.length).toBeLessThan(400);
    expect(second.references).toEqual(first.references);
  });

  it('shares what it adds when that is more than a kilobyte, so that the next one need not add it again', async () => {
    const encoding = encodingOf();
    const first = await composeRecord({ json: large(1, 100), bases: [] }, encoding);
    const second = await composeRecord({ json: large(2, 200), bases: first.bases }, encoding);
    const third = await composeRecord({ json: large(3, 200), bases: second.bases }, encoding);
    expect([first.chunks.length, second.chunks.length, third.chunks.length]).toEqual([1, 1, 0]);
    expect(third.references).toEqual(second.references);
  });

  it('stands alone again when little is common, or little of what is there is needed', async () => {
    const encoding = encodingOf();
    const first = await composeRecord({ json: large(1, 300), bases: [] }, encoding);
    const smaller = await composeRecord({ json: large(2, 20), bases: first.bases }, encoding);
    expect(smaller.references.some((digest) => first.references.includes(digest))).toBe(false);
  });

  it('keeps nothing in itself with chunking true, and everything with false', async () => {
    const first = await composeRecord({ json: large(1), bases: [] }, encodingOf({ chunking: true }));
    const second = await composeRecord({ json: large(2), bases: first.bases }, encodingOf({ chunking: true }));
    expect([first.chunks.length, second.chunks.length]).toEqual([1, 1]);
    const whole = await composeRecord({ json: large(1), bases: first.bases }, encodingOf({ chunking: false }));
    expect([whole.chunks, whole.references]).toEqual([[], []]);
  });

  it('begins with a line that names form, compression, size, checksum and chunks', async () => {
    const { data, references } = await composeRecord({ json: large(1), bases: [] }, encodingOf());
    const [line = ''] = Buffer.from(data).toString('latin1').split('\n');
    expect(JSON.parse(line)).toEqual({
      sherpack: 'release', schema: 1, compression: 'zstd', size: large(1).length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      segments: [{ size: large(1).length, compression: 'zstd', chunks: references }],
    });
  });

  it('of a newer form is refused by name', async () => {
    const data = Buffer.from(encodeHeader({ sherpack: 'release', schema: 2, compression: 'zstd', size: 0, sha256: '' }));
    await expect(restoreRecord(data, WHAT, readerOf([], encodingOf()), encodingOf())).rejects.toMatchObject({
      code: 'STORAGE_RECORD_NEWER',
      message: 'revision 3 of release "web" was written by a newer Sherpack: its form is 2, this version reads up to 1',
    });
  });

  it('that claims to be a gigabyte is refused before anything is expanded', async () => {
    const data = Buffer.from(encodeHeader({ sherpack: 'release', schema: 1, compression: 'zstd', size: 2 ** 30, sha256: '' }));
    await expect(restoreRecord(data, WHAT, readerOf([], encodingOf()), encodingOf())).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED' });
  });

  it('with any byte changed, or cut anywhere, is damaged', async () => {
    const encoding = encodingOf({ chosen: 'none' });
    const first = await composeRecord({ json: large(1, 40), bases: [] }, encoding);
    const { data } = await composeRecord({ json: large(2, 40), bases: first.bases }, encoding);
    const read = readerOf([first], encoding);
    await fc.assert(fc.asyncProperty(fc.nat(data.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const bad = Uint8Array.from(data, (byte, index) => (index === at ? byte ^ flip : byte));
      // Of a header that still names the same content nothing is lost.
      const restored = await restoreRecord(bad, WHAT, read, encoding).catch((error: { code: string }) => error.code);
      expect(typeof restored === 'string' ? restored.startsWith('STORAGE_RECORD_') : Buffer.compare(restored.json, large(2, 40)) === 0).toBe(true);
    }), { numRuns: 400 });
    for (let end = 0; end < data.length; end += 7) await expect(restoreRecord(data.subarray(0, end), WHAT, read, encoding)).rejects.toMatchObject({ code: expect.stringMatching(/^STORAGE_RECORD_DAMAGED$/) });
  });
});
