import { createHash } from 'node:crypto';
import type { FetchContext, FetchOptions, FetchedPack, PackSource } from '@sherpack/plugin-api';
import { deepFreeze } from '@sherpack/yaml/equal';
import { abortedWork, isForPeople, refusalOf } from '../refusal.ts';
import type { TestRunner } from '../runner.ts';

/** A reference as a user writes it, with the flags beside it. */
export interface PackSourceReference {
  readonly reference: string;
  readonly options?: Partial<FetchOptions>;
}

/** What there is to fetch. The suite asks for it before every test, so it may come from a server that was just started. */
export interface PackSourceSamples {
  /** One that is there, its archive and its version. */
  readonly present: PackSourceReference & { readonly bytes: Uint8Array; readonly version?: string };
  /** One of this source that is not there. */
  readonly absent: PackSourceReference;
  /** References of other sources. */
  readonly foreign: readonly PackSourceReference[];
  /** One of a host that does not answer. */
  readonly unreachable?: PackSourceReference;
  /** One of a host that takes the request and never answers. */
  readonly silent?: PackSourceReference;
  /** One that is refused, with a text that must never be shown. */
  readonly secret?: PackSourceReference & { readonly text: string };
  /** One whose archive is not the one that its digest says. */
  readonly forged?: PackSourceReference;
  /** What wishes for versions mean. */
  readonly wishes?: readonly (PackSourceReference & { readonly version: string })[];
}

/** What a source has no notion of; the suite leaves that out. Everything is on unless switched off. */
export interface PackSourceSupport {
  /** It reaches other hosts: `unreachable` and `silent` are samples. */
  readonly network?: boolean;
  readonly secrets?: boolean;
  /** It knows the digest of an archive before it has the archive. */
  readonly digests?: boolean;
  /** It has several versions of one pack. */
  readonly versions?: boolean;
}

const NO_OPTIONS: FetchOptions = deepFreeze({
  version: undefined, repo: undefined, devel: false, plainHttp: false, skipTlsVerify: false,
  caFile: undefined, certFile: undefined, keyFile: undefined, username: undefined, password: undefined,
});

/** Paths of this machine. One that is not there is a mistake in a path, and no source makes something else of it. */
const PATHS = ['.', '..', './web', '../web', './web.tgz', '../../packs/web', '/srv/web', '/srv/packs/web.tgz', './a:b', 'C:\\packs\\web'];

/** Anything that people type; what is no reference is none of this source, and no reason to fail. */
const TEXTS = ['', ' ', '.', '..', './web', '../web.tgz', '/srv/web', 'C:\\packs\\web', '://', 'a b', '%', '%zz', '[', '\u0000', 'é', 'x'.repeat(5000)];

interface Suite {
  readonly samples: () => PackSourceSamples | Promise<PackSourceSamples>;
  readonly takes: (sample: PackSourceReference) => Promise<boolean>;
  readonly fetch: (sample: PackSourceReference, context?: Partial<FetchContext>) => Promise<FetchedPack>;
  /** What the source told its log. */
  readonly logged: readonly string[];
}

/**
 * What every source of packs must do.
 *
 * @example testPackSource(() => import('./sources/shelf.ts'), () => samples, { describe, it, expect }, { network: false })
 */
export function testPackSource(
  load: () => Promise<{ readonly default: PackSource }>, samples: Suite['samples'], runner: TestRunner, supports: PackSourceSupport = {},
): void {
  const suite = suiteOf(load, samples);
  runner.describe('as every source of packs', () => {
    testReferences(suite, runner);
    testFetching(suite, runner);
    testRefusals(suite, runner);
    if (supports.network !== false) testNetwork(suite, runner);
    if (supports.secrets !== false) testSecrecy(suite, runner);
    if (supports.digests !== false) testDigests(suite, runner);
    if (supports.versions !== false) testVersions(suite, runner);
  });
}

function suiteOf(load: () => Promise<{ readonly default: PackSource }>, samples: Suite['samples']): Suite {
  const logged: string[] = [];
  const note = (text: string): void => void logged.push(text);
  const context: FetchContext = { signal: new AbortController().signal, log: { debug: note, info: note, warn: note }, limit: 64 * 1024 * 1024 };
  const options = (sample: PackSourceReference) => Object.freeze({ ...NO_OPTIONS, ...sample.options });
  return {
    samples,
    logged,
    takes: async (sample) => (await load()).default.takes(sample.reference, options(sample)),
    fetch: async (sample, own = {}) => (await load()).default.fetch(sample.reference, options(sample), Object.freeze({ ...context, ...own })),
  };
}

function testReferences({ samples, takes }: Suite, { it, expect }: TestRunner): void {
  it('takes its own references by their form, whether they are there or not, and no others', async () => {
    const { present, absent, foreign } = await samples();
    expect([await takes(present), await takes(absent)]).toEqual([true, true]);
    for (const other of foreign) expect({ ...other, taken: await takes(other) }).toEqual({ ...other, taken: false });
  });

  it('takes no path of this machine', async () => {
    for (const reference of PATHS) expect({ reference, taken: await takes({ reference }) }).toEqual({ reference, taken: false });
  });

  it('answers yes or no to any text', async () => {
    for (const reference of TEXTS) expect({ reference, answered: typeof await takes({ reference }) }).toEqual({ reference, answered: 'boolean' });
  });
}

function testFetching({ samples, fetch }: Suite, { it, expect }: TestRunner): void {
  it('fetches every byte, with their digest and a name for people', async () => {
    const { present } = await samples();
    const found = await fetch(present);
    expect(Buffer.compare(found.bytes, present.bytes)).toBe(0);
    expect(found.digest).toBe(`sha256:${createHash('sha256').update(present.bytes).digest('hex')}`);
    expect(/^\S.*\S$/.test(found.shown)).toBe(true);
    if (present.version !== undefined) expect(found.version).toBe(present.version);
  });

  it('fetches the same again, and twice at once', async () => {
    const { present } = await samples();
    const first = await fetch(present);
    for (const again of [await fetch(present), ...await Promise.all([fetch(present), fetch(present)])]) {
      expect({ ...again, bytes: Buffer.compare(again.bytes, first.bytes) }).toEqual({ ...first, bytes: 0 });
    }
  });

  it('gives no archive over the limit, also one that it has fetched before', async () => {
    const { present } = await samples();
    const { length } = present.bytes;
    const tooLong = { code: 'refused', forPeople: true };
    const outcome = async (limit: number) => {
      const refusal = await refusalOf(() => fetch(present, { limit }));
      return refusal.code === 'nothing' ? 'fetched' : { code: 'refused', forPeople: isForPeople(refusal) };
    };
    expect([await outcome(length - 1), await outcome(length), await outcome(length - 1)]).toEqual([tooLong, 'fetched', tooLong]);
  });
}

function testRefusals({ samples, fetch }: Suite, { it, expect }: TestRunner): void {
  it('says of what is not there what it is, with a code and what to do', async () => {
    const { absent } = await samples();
    const refusal = await refusalOf(() => fetch(absent));
    expect({ refusal, forPeople: isForPeople(refusal) }).toEqual({ refusal, forPeople: true });
    const words = absent.reference.split(/[^\w.-]+/).filter((word) => word.length > 1);
    expect({ message: refusal.message, names: words.some((word) => refusal.message.includes(word)) }).toEqual({ message: refusal.message, names: true });
  });

  it('does not begin what is already over', async () => {
    const { present } = await samples();
    expect(await abortedWork((signal) => fetch(present, { signal }), { before: true })).toBe('stopped');
  });
}

function testNetwork({ samples, takes, fetch }: Suite, { it, expect }: TestRunner): void {
  it('names a host that does not answer, with exit code 5; its references are known without it', async () => {
    const { unreachable } = await samples();
    if (unreachable === undefined) throw new Error('the sample "unreachable" is missing');
    expect(await takes(unreachable)).toBe(true);
    const refusal = await refusalOf(() => fetch(unreachable));
    const place = [...`${unreachable.options?.repo ?? ''} ${unreachable.reference}`.matchAll(/\/\/([^/\s]+)/g)].map(([, host]) => host ?? '');
    expect({ exitCode: refusal.exitCode, forPeople: isForPeople(refusal), named: place.some((host) => refusal.message.includes(host)) })
      .toEqual({ exitCode: 5, forPeople: true, named: true });
  });

  it('stops with the operation while it waits', async () => {
    const { silent } = await samples();
    if (silent === undefined) throw new Error('the sample "silent" is missing');
    expect(await abortedWork((signal) => fetch(silent, { signal }))).toBe('stopped');
  });
}

function testSecrecy({ samples, fetch, logged }: Suite, { it, expect }: TestRunner): void {
  it('shows no secret, in what it throws, in its log and in the name of what it fetched', async () => {
    const { secret } = await samples();
    if (secret === undefined) throw new Error('the sample "secret" is missing');
    const { code, said } = await refusalOf(() => fetch(secret));
    const shown = [said, ...logged].filter((text) => text.includes(secret.text) || text.includes(Buffer.from(secret.text).toString('base64')));
    expect({ refused: code !== 'nothing', shown }).toEqual({ refused: true, shown: [] });
  });
}

function testDigests({ samples, fetch }: Suite, { it, expect }: TestRunner): void {
  it('does not believe an archive that its digest does not fit, however often it is asked', async () => {
    const { forged } = await samples();
    if (forged === undefined) throw new Error('the sample "forged" is missing');
    for (const _time of [1, 2]) {
      const refusal = await refusalOf(() => fetch(forged));
      expect({ exitCode: refusal.exitCode, forPeople: isForPeople(refusal), digests: refusal.message.match(/[0-9a-f]{64}/g)?.length })
        .toEqual({ exitCode: 6, forPeople: true, digests: 2 });
    }
  });
}

function testVersions({ samples, fetch }: Suite, { it, expect }: TestRunner): void {
  it('finds the version that is wished for', async () => {
    const { wishes = [] } = await samples();
    expect(wishes.length > 0).toBe(true);
    for (const { version, ...wish } of wishes) expect({ wish, version: (await fetch(wish)).version }).toEqual({ wish, version });
  });

  it('says which version it does not have, and which it has', async () => {
    const { wishes: [wish] = [] } = await samples();
    if (wish === undefined) throw new Error('the samples "wishes" are missing');
    const refusal = await refusalOf(() => fetch({ reference: wish.reference, options: { ...wish.options, version: '>=987654' } }));
    expect({ forPeople: isForPeople(refusal), wished: refusal.message.includes('987654'), known: refusal.said.includes(wish.version) })
      .toEqual({ forPeople: true, wished: true, known: true });
  });
}
