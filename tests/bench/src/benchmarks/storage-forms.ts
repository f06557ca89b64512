import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import gzip from '@sherpack/plugin-storage/compressions/gzip';
import none from '@sherpack/plugin-storage/compressions/none';
import zstd from '@sherpack/plugin-storage/compressions/zstd';
import type { Compression, Revision } from '@sherpack/plugin-api';
import { canonicalJson } from '../../../../plugins/storage/src/record/canonical.ts';
import { composeRecord } from '../../../../plugins/storage/src/record/compose.ts';
import type { ComposedRecord } from '../../../../plugins/storage/src/record/compose.ts';
import type { Encoding } from '../../../../plugins/storage/src/record/encoding.ts';
import { encodeFiles, knownFiles } from '../../../../plugins/storage/src/record/pack-files.ts';
import type { FilesSource } from '../../../../plugins/storage/src/record/pack-files.ts';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { codecRows } from '../storage/codec-rows.ts';
import { filesOf, renderedRevision } from '../storage/rendered-record.ts';
import { stack } from '../storage/sources.ts';

const REVISIONS = 20;
const COMPRESSIONS: Readonly<Record<string, Compression>> = { zstd, gzip, none };

function encodingOf(chosen: string): Encoding {
  return { compression: async (key) => COMPRESSIONS[key] ?? none, chosen, level: undefined, chunking: 'auto', maxChunkSize: 900_000 };
}

/** Bytes after one and after all revisions. */
type Sizes = readonly [one: number, all: number];

/** Every revision for itself, files included, as Helm does it. */
async function whole(revisions: readonly Revision[], files: Uint8Array, { compress }: Compression, level: number, factor = 1): Promise<Sizes> {
  const first = revisions[0];
  if (first === undefined) return [0, 0];
  const one = Math.ceil((await compress(Buffer.concat([files, canonicalJson(first)]), level)).length * factor);
  return [one, one * revisions.length];
}

/** Every object in a blob of its own, once; a record names them by 160-bit digests. */
async function objectWise(revisions: readonly Revision[], files: Uint8Array): Promise<Sizes> {
  const seen = new Set<string>();
  const sums: number[] = [];
  let sum = (await zstd.compress(files, 19)).length;
  for (const revision of revisions) {
    const digests = revision.manifests.map(({ text }) => ({ text, digest: createHash('sha256').update(text).digest().subarray(0, 20) }));
    for (const { text, digest } of digests) {
      const id = digest.toString('hex');
      if (!seen.has(id)) sum += (await zstd.compress(Buffer.from(text), 19)).length;
      seen.add(id);
    }
    const rest = Buffer.concat([canonicalJson({ ...revision, manifests: [] }), ...digests.map(({ digest }) => digest)]);
    sum += (await zstd.compress(rest, 19)).length;
    sums.push(sum);
  }
  return [sums[0] ?? 0, sums.at(-1) ?? 0];
}

/** As it is stored. */
async function shared(revisions: readonly Revision[], files: FilesSource, chosen: string): Promise<Sizes> {
  const encoding = encodingOf(chosen);
  let sum = 0;
  let last: ComposedRecord | undefined;
  const sums: number[] = [];
  for (const revision of revisions) {
    const stored = last?.header.files;
    last = await composeRecord({ json: canonicalJson(revision), bases: last?.bases ?? [], files: stored === undefined ? files : knownFiles(stored, files.content) }, encoding);
    sum += sizeOf(last.chunks) + last.data.length;
    sums.push(sum);
  }
  return [sums[0] ?? 0, sums.at(-1) ?? 0];
}

function sizeOf(chunks: readonly { readonly bytes: Uint8Array }[]): number {
  return chunks.reduce((total, { bytes }) => total + bytes.length, 0);
}

export const benchmark: Benchmark = {
  name: 'storage-forms',
  summary: `ways to store ${REVISIONS} revisions of a pack of 1.4 MB, without a cluster; the peer is Helm's way with the same content`,
  async run() {
    const uids = new Map<string, string>();
    const revisions = Array.from({ length: REVISIONS }, (_, index) => renderedRevision(stack, index + 1, uids));
    const source = await encodeFiles(filesOf(stack), new Set(), () => Promise.reject(new Error('nothing is secret')));
    const files = source.content;
    const peer = await whole(revisions, files, gzip, 9, 4 / 3);
    const ways: readonly (readonly [string, Sizes])[] = [
      ['gzip -9 of each revision', await whole(revisions, files, gzip, 9)],
      ['zstd -19 of each revision', await whole(revisions, files, zstd, 19)],
      ['each object once, zstd -19', await objectWise(revisions, files)],
      ['deltas over chunks, gzip -9', await shared(revisions, source, 'gzip')],
      ['deltas over chunks, zstd (what Sherpack does)', await shared(revisions, source, 'zstd')],
    ];
    const rows: BenchmarkRow[] = ways.flatMap(([what, sizes]) => ['1 revision', `${REVISIONS} revisions`].map((when, index) => ({
      what: `${what}, ${when}`, unit: '', sherpack: sizes[index] ?? 0, peer: peer[index] ?? 0, peerName: 'gzip -9 and base64 of each',
    })));
    const first = revisions[0];
    return first === undefined ? rows : [...rows, ...(await codecRows('the record alone', Buffer.from(canonicalJson(first)))), ...(await codecRows('record and files', Buffer.concat([files, canonicalJson(first)])))];
  },
};
