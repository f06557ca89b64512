import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../fixtures/parts.ts';
import { revisionOf } from '../../fixtures/revision.ts';
import { unpackSegment } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { canonicalJson, parseRevision } from './canonical.ts';
import { composeRecord, composeSegment } from './compose.ts';
import type { ComposedRecord } from './compose.ts';
import { createHash } from 'node:crypto';
import { encodeDelta } from '../content/delta-format.ts';
import type { Segment } from '../content/segment.ts';
import { decodeFiles, encodeFiles, knownFiles } from './pack-files.ts';
import { encodeBinaryHeader } from './binary-header.ts';
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
  return (segment: Segment) => unpackSegment(Buffer.concat(segment.chunks.map((digest) => chunks.get(digest) ?? new Uint8Array())), segment, WHAT, encoding);
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

  it('holds the files of the pack in one piece with what is its own, if both are small', async () => {
    const encoding = encodingOf();
    const files = await encodeFiles([{ path: 'templates/a.yaml', content: Buffer.from('kind: "A"\nuid: {{ values.uid }}\n') }, { path: 'logo', content: Uint8Array.of(255, 0) }], new Set(), () => Promise.reject(new Error('no key')));
    const first = await composeRecord({ json: large(1, 3), bases: [], files }, encoding);
    const stored = first.header.files;
    if (stored === undefined) throw new Error('the files were not stored');
    const known = knownFiles(stored, first.bases[0]?.content ?? new Uint8Array());
    const second = await composeRecord({ json: large(2, 3), bases: first.bases, files: known }, encoding);
    expect([first.chunks.length, second.chunks.length, first.references]).toEqual([1, 0, second.references]);
    expect(second.data.length).toBeLessThan(150);
    const restored = await restoreRecord(second.data, WHAT, readerOf([first], encoding), encoding);
    expect([restored.json, restored.header.files]).toEqual([large(2, 3), stored]);
    const texts = (await decodeFiles(known, () => Promise.reject(new Error('no key')))).map(({ path, content }) => [path, Buffer.from(content).toString('latin1')]);
    expect(texts).toEqual([['logo', '\u00ff\u0000'], ['templates/a.yaml', 'kind: "A"\nuid: {{ values.uid }}\n']]);
  });

  it('is the smaller for a dictionary, and by it no other than what it was', async () => {
    const plain = encodingOf();
    const record = await composeRecord({ json: large(1, 3), bases: [] }, plain);
    const [segment] = record.header.segments ?? [];
    const { chunks } = await composeSegment(large(1, 3), plain);
    const zstd = await (await plain.compression('zstd')).compress(large(1, 3), 19);
    expect(segment?.compression).toBe('deflate+1');
    expect(chunks[0]?.bytes.length).toBeLessThan(zstd.length * 0.8);
  });

  it('of the first form is read: a line of JSON, then what follows it', async () => {
    const encoding = encodingOf();
    const json = large(1, 40);
    const zstd = await encoding.compression('zstd');
    const bytes = await zstd.compress(json, 9);
    const chunk = { digest: createHash('sha256').update(bytes).digest('hex').slice(0, 40), bytes };
    const segment = { size: json.length, compression: 'zstd', chunks: [chunk.digest] };
    const sha256 = createHash('sha256').update(json).digest('hex');
    const body = await zstd.compress(encodeDelta([{ copy: 0, length: json.length }]), 9);
    const line = (change: object) => Buffer.concat([Buffer.from(`${JSON.stringify({ sherpack: 'release', schema: 1, compression: 'zstd', size: json.length, sha256, segments: [segment], files: segment, ...change })}\n`), body]);
    const read = readerOf([{ chunks: [chunk] } as unknown as ComposedRecord], encoding);
    const restored = await restoreRecord(line({}), WHAT, read, encoding);
    expect([Buffer.from(restored.json), restored.header.files]).toEqual([Buffer.from(json), { segment, size: json.length, squeezed: false }]);
    await expect(restoreRecord(line({ sha256: '00' }), WHAT, read, encoding)).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED' });
    await expect(restoreRecord(line({ segments: [{ size: -1 }] }), WHAT, read, encoding)).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED' });
  });

  it('of a newer form is refused by name', async () => {
    await expect(restoreRecord(Uint8Array.of(0x30, 1, 2), WHAT, readerOf([], encodingOf()), encodingOf())).rejects.toMatchObject({
      code: 'STORAGE_RECORD_NEWER',
      message: 'revision 3 of release "web" was written by a newer Sherpack: its form is 3, this version reads up to 2',
    });
  });

  it('that claims to be a gigabyte is refused before anything is expanded', async () => {
    const data = encodeBinaryHeader({ schema: 2, compression: 'zstd', size: 2 ** 30, tail: undefined, segments: undefined, files: undefined }, new Uint8Array());
    await expect(restoreRecord(data, WHAT, readerOf([], encodingOf()), encodingOf())).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED' });
  });

  it('with any byte changed, or cut anywhere, is damaged', async () => {
    const encoding = encodingOf({ chosen: 'none' });
    const first = await composeRecord({ json: large(1, 40), bases: [] }, encoding);
    const { data } = await composeRecord({ json: large(2, 40), bases: first.bases }, encoding);
    const read = readerOf([first], encoding);
    await fc.assert(fc.asyncProperty(fc.nat(data.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const bad = Uint8Array.from(data, (byte, index) => (index === at ? byte ^ flip : byte));
      const restored = await restoreRecord(bad, WHAT, read, encoding).catch((error: { code: string }) => error.code);
      expect(restored).toMatch(/^STORAGE_RECORD_/);
    }), { numRuns: 400 });
    for (let end = 0; end < data.length; end += 7) await expect(restoreRecord(data.subarray(0, end), WHAT, read, encoding)).rejects.toMatchObject({ code: expect.stringMatching(/^STORAGE_RECORD_DAMAGED$/) });
  });
});
