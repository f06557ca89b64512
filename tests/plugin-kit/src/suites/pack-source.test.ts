import { createHash } from 'node:crypto';
import type { FetchContext, FetchOptions, FetchedPack, PackSource } from '@sherpack/plugin-api';
import { defineErrors } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testPackSource } from './pack-source.ts';
import type { PackSourceSamples } from './pack-source.ts';

const errors = defineErrors('memory', {
  NOT_FOUND: (what: string) => ({ message: `there is no ${what}`, hint: 'There are: 1.0.0, 2.0.0.' }),
  AWAY: (host: string) => ({ message: `${host} does not answer`, hint: 'Check the network.', exitCode: 5 }),
  REFUSED: () => ({ message: 'the password is wrong', hint: 'Give another one.', exitCode: 5 }),
  TOO_LARGE: () => ({ message: 'it is too large', hint: 'Raise the limit.', exitCode: 4 }),
  DIGEST: (is: string, wanted: string) => ({ message: `its digest is ${is}, not ${wanted}`, hint: 'Fetch again.', exitCode: 6 }),
});

const archive = new TextEncoder().encode('an archive');
const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;

const samples: PackSourceSamples = {
  present: { reference: 'memory://host/web', options: { version: '1.0.0' }, bytes: archive, version: '1.0.0' },
  absent: { reference: 'memory://host/wed' },
  foreign: [{ reference: './web' }, { reference: 'oci://host/web' }],
  unreachable: { reference: 'memory://away/web' },
  silent: { reference: 'memory://silent/web' },
  secret: { reference: 'memory://host/web', options: { username: 'me', password: 'hunter2' }, text: 'hunter2' },
  forged: { reference: 'memory://forger/web' },
  wishes: [{ reference: 'memory://host/web', version: '2.0.0' }, { reference: 'memory://host/web', options: { version: '1.0.0' }, version: '1.0.0' }],
};

/** Does everything right; the tests below replace parts of it. */
const good: PackSource = {
  takes: async (reference) => reference.startsWith('memory://'),
  async fetch(reference, options, { signal, limit }) {
    signal.throwIfAborted();
    const [, host = '', name = ''] = /^memory:\/\/([^/]*)\/(.*)$/.exec(reference) ?? [];
    if (host === 'away') throw errors.AWAY(host);
    if (host === 'silent') await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    if (host === 'forger') throw errors.DIGEST(digest, `sha256:${'0'.repeat(64)}`);
    if (options.password !== undefined) throw errors.REFUSED();
    const version = ['1.0.0', '2.0.0'].find((each) => each === (options.version ?? '2.0.0'));
    if (name !== 'web' || version === undefined) throw errors.NOT_FOUND(`${name} ${options.version ?? ''}`);
    if (archive.length > limit) throw errors.TOO_LARGE();
    return { bytes: archive.slice(), shown: `memory://${host}/${name}`, version, digest };
  },
};

function changed(change: (found: FetchedPack) => Partial<FetchedPack>): PackSource {
  return { ...good, fetch: async (...args) => good.fetch(...args).then((found) => ({ ...found, ...change(found) })) };
}

type Fetch = (reference: string, options: FetchOptions, context: FetchContext) => Promise<FetchedPack>;

/** Does as the good one does, but for what the replacement says. */
function fetching(replace: (fetch: Fetch, ...args: Parameters<Fetch>) => Promise<FetchedPack>): PackSource {
  return { ...good, fetch: (...args) => replace(good.fetch, ...args) };
}

let calls = 0;
const never = new AbortController().signal;

describe('the suite for sources of packs', () => {
  it('lets one pass that does everything right', async () => {
    expect(await failingTests((runner) => testPackSource(async () => ({ default: good }), () => samples, runner), expect)).toEqual([]);
  });

  it.each<[string, PackSource, string]>([
    ['takes everything', { ...good, takes: async () => true }, 'takes its own references by their form, whether they are there or not, and no others'],
    ['takes a path for an address', { ...good, takes: async (text) => text.includes('/web') && !/^(\.\/web$|oci:)/.test(text) }, 'takes no path of this machine'],
    ['fails on a text that is no address', { ...good, takes: async (text) => new URL(text).protocol === 'memory:' }, 'answers yes or no to any text'],
    ['loses a byte', changed(({ bytes }) => ({ bytes: bytes.slice(1) })), 'fetches every byte, with their digest and a name for people'],
    ['gives another digest', changed(() => ({ digest: `sha256:${'0'.repeat(64)}` })), 'fetches every byte, with their digest and a name for people'],
    ['gives it no name', changed(() => ({ shown: '' })), 'fetches every byte, with their digest and a name for people'],
    ['gives something else each time', changed(() => ({ version: `1.0.${calls++}` })), 'fetches the same again, and twice at once'],
    ['writes into the options', fetching((fetch, reference, options, context) => fetch(reference, Object.assign(options, { version: '1.0.0' }), context)), 'fetches every byte, with their digest and a name for people'],
    ['knows no limit', fetching((fetch, reference, options, context) => fetch(reference, options, { ...context, limit: Infinity })), 'gives no archive over the limit, also one that it has fetched before'],
    ['throws errors that are for nobody', fetching((fetch, ...args) => fetch(...args).catch(() => { throw new Error('404'); })), 'says of what is not there what it is, with a code and what to do'],
    ['does not say what is missing', fetching((fetch, ...args) => fetch(...args).catch(() => { throw errors.TOO_LARGE(); })), 'says of what is not there what it is, with a code and what to do'],
    ['has no ear for the signal', fetching((fetch, reference, options, context) => fetch(reference, options, { ...context, signal: never })), 'does not begin what is already over'],
    ['calls an outage a failure of its own', fetching((fetch, ...args) => (args[0].includes('away') ? Promise.reject(errors.NOT_FOUND('host away')) : fetch(...args))), 'names a host that does not answer, with exit code 5; its references are known without it'],
    ['waits on when the operation is over', fetching((fetch, ...args) => (args[0].includes('silent') ? new Promise(() => undefined) : fetch(...args))), 'stops with the operation while it waits'],
    ['shows a password in an error', fetching((fetch, ...args) => fetch(...args).catch((error: Error) => { throw new Error(`${args[1].password}`, { cause: error }); })), 'shows no secret, in what it throws, in its log and in the name of what it fetched'],
    ['writes a password to the log', fetching((fetch, ...args) => { args[2].log.debug(`as ${args[1].password}`); return fetch(...args); }), 'shows no secret, in what it throws, in its log and in the name of what it fetched'],
    ['believes a forger', fetching((fetch, reference, ...rest) => fetch(reference.replace('forger', 'host'), ...rest)), 'does not believe an archive that its digest does not fit, however often it is asked'],
    ['takes any version for the one that is wished', fetching((fetch, reference, options, context) => fetch(reference, { ...options, version: '1.0.0' }, context)), 'finds the version that is wished for'],
    ['does not say which versions there are', fetching((fetch, ...args) => fetch(...args).catch(() => { throw errors.AWAY('host'); })), 'says which version it does not have, and which it has'],
  ])('finds a source that %s', async (_what, source, test) => {
    expect(await failingTests((runner) => testPackSource(async () => ({ default: source }), () => samples, runner), expect)).toContain(test);
  });

  it('asks for the samples that it needs, and for none of what is switched off', async () => {
    const { present, absent, foreign } = samples;
    const few = (runner: Parameters<Parameters<typeof failingTests>[0]>[0]) => testPackSource(async () => ({ default: good }), () => ({ present, absent, foreign }), runner);
    expect(await failingTests(few, expect)).toHaveLength(6);
    const none = { network: false, secrets: false, digests: false, versions: false };
    expect(await failingTests((runner) => testPackSource(async () => ({ default: good }), () => ({ present, absent, foreign }), runner, none), expect)).toEqual([]);
  });
});
