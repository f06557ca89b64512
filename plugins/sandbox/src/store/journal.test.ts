import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderLockedError } from './lock.ts';
import { openFolder } from './journal.ts';
import type { ObjectStore } from './object-store.ts';

let folder = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-store-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function key(name: string): { bucket: string; namespace: string; name: string } {
  return { bucket: 'configmaps', namespace: 'n', name };
}

function content(store: ObjectStore): string[] {
  return store.list('configmaps').map((object) => `${object.metadata.name}=${String(object['data'])}@${object.metadata.resourceVersion}`);
}

/** What a process that was killed leaves: its files as they are, its lock gone with it. */
function abandon(): void {
  fs.rmSync(path.join(folder, 'lock'));
}

describe('a store in a folder', () => {
  it('holds after a restart what it held before, at the same revision', () => {
    const first = openFolder(folder);
    first.store.put(key('a'), { metadata: { name: 'a', namespace: 'n' }, data: 2n ** 60n });
    first.store.put(key('b'), { metadata: { name: 'b', namespace: 'n' }, data: 'x' });
    first.store.delete(key('b'));
    const before = [content(first.store), first.store.revision];
    first.close();
    const second = openFolder(folder);
    expect([content(second.store), second.store.revision]).toEqual(before);
    second.close();
  });

  it('loses nothing that was answered, wherever in the log it was cut off', () => {
    const first = openFolder(folder);
    const states = [content(first.store)];
    const ends = [0];
    const log = path.join(folder, 'changes.log');
    for (const [name, data] of [['a', '1'], ['b', '2'], ['a', '3']] as const) {
      first.store.put(key(name), { metadata: { name, namespace: 'n' }, data });
      states.push(content(first.store));
      ends.push(fs.statSync(log).size);
    }
    const whole = fs.readFileSync(log);
    const snapshot = fs.readFileSync(path.join(folder, 'snapshot.json'));
    abandon();
    for (let length = 0; length <= whole.length; length += 1) {
      fs.writeFileSync(log, whole.subarray(0, length));
      fs.writeFileSync(path.join(folder, 'snapshot.json'), snapshot);
      const reopened = openFolder(folder);
      expect(content(reopened.store)).toEqual(states[ends.filter((end) => end <= length).length - 1]);
      reopened.close();
    }
  });

  it('does not repeat changes that the snapshot already holds, as after a crash between snapshot and emptying the log', () => {
    const first = openFolder(folder);
    first.store.put(key('a'), { metadata: { name: 'a', namespace: 'n' }, data: '1' });
    first.store.delete(key('a'));
    const log = fs.readFileSync(path.join(folder, 'changes.log'));
    const { revision } = first.store;
    first.close();
    fs.writeFileSync(path.join(folder, 'changes.log'), log);
    const second = openFolder(folder);
    expect([content(second.store), second.store.revision]).toEqual([[], revision]);
    second.close();
  });

  it('folds a long log into its snapshot', () => {
    const first = openFolder(folder);
    for (let i = 0; i < 2100; i += 1) first.store.put(key('a'), { metadata: { name: 'a', namespace: 'n' }, data: String(i) });
    expect(fs.readFileSync(path.join(folder, 'changes.log'), 'utf8').split('\n').length).toBeLessThan(200);
    abandon();
    const second = openFolder(folder);
    expect(content(second.store)).toEqual(['a=2099@2101']);
    second.close();
  });

  it('is open in one process at a time, and the lock of a dead process does not count', () => {
    const first = openFolder(folder);
    expect(() => openFolder(folder)).toThrow(FolderLockedError);
    first.close();
    fs.writeFileSync(path.join(folder, 'lock'), '999999999 1');
    openFolder(folder).close();
  });
});
