import { describe, expect, it } from 'vitest';
import { dryRunOf, namespaceOf, requestFlags, revisionOf } from './request-flags.ts';

describe('flags', () => {
  it.each([
    [{}, { wait: false, autoRollback: false }], [{ wait: 'watcher' }, { wait: true }], [{ wait: 'true' }, { wait: true }],
    [{ wait: 'hookOnly' }, { wait: false }], [{ wait: 'false' }, { wait: false }], [{ autoRollback: true }, { wait: true, autoRollback: true }],
    [{ onFailure: 'rollback' }, { wait: true, autoRollback: true }], [{ onFailure: 'continue' }, { wait: false, autoRollback: false }],
  ])('%j mean %j', (flags, expected) => expect(requestFlags(flags)).toMatchObject(expected));

  it.each([[{ autoRollback: true, onFailure: 'continue' }], [{ reuseValues: true, resetThenReuseValues: true }]])('%j exclude each other', (flags) => {
    expect(() => requestFlags(flags)).toThrow(expect.objectContaining({ code: 'RELEASE_OPTIONS_CLASH', exitCode: 2 }));
  });

  it.each([[undefined, 'none'], ['none', 'none'], ['false', 'none'], ['client', 'client'], ['server', 'server'], ['true', 'server']])('--dry-run=%s means %s', (text, expected) => {
    expect(dryRunOf(text)).toBe(expected);
  });

  it.each([[undefined, undefined], ['0', undefined], ['7', 7]])('the revision %s means %s', (text, expected) => expect(revisionOf(text)).toBe(expected));
  it.each(['-1', '1.5', 'x', '', '1e3', '9999999999'])('the revision %j means nothing', (text) => {
    expect(() => revisionOf(text)).toThrow(expect.objectContaining({ code: 'RELEASE_REVISION_INVALID' }));
  });

  it('take the namespace of the context when the user names none', async () => {
    const cluster = async () => ({ namespace: 'from-context' }) as never;
    expect(await namespaceOf({ cluster, global: { namespace: 'default', namespaceGiven: false } })).toBe('from-context');
    expect(await namespaceOf({ cluster, global: { namespace: 'mine', namespaceGiven: true } })).toBe('mine');
  });
});
