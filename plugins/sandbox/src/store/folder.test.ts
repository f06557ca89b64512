import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder, type StoredFolder } from './folder.ts';
import { DamagedFileError } from './line.ts';
import { FolderLockedError } from './lock.ts';
import type { ObjectStore } from './object-store.ts';
import { ForeignFileError } from './state-file.ts';

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

function put(store: ObjectStore, name: string, data: unknown): void {
  store.put(key(name), { metadata: { name, namespace: 'n' }, data });
}

function content(store: ObjectStore): string[] {
  return store.list('configmaps').map((object) => `${object.metadata.name}=${String(object['data'])}@${object.metadata.resourceVersion}`);
}

function file(name: string): string {
  return path.join(folder, name);
}

function claims(): string[] {
  return fs.readdirSync(folder).filter((name) => name.startsWith('lock.'));
}

/** What a process that was killed leaves: its files as they are. Its claim is put under the name of a process that is gone. */
function abandon(): void {
  for (const name of claims()) fs.renameSync(file(name), file(`lock.${deadPid()}.1`));
}

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('a store in a folder', () => {
  it('holds after a restart what it held before, at the same revision', async () => {
    const first = openFolder(folder);
    put(first.store, 'a', 2n ** 60n);
    put(first.store, 'b', 'x');
    first.store.delete(key('b'));
    const before = [content(first.store), first.store.revision];
    await first.close();
    const second = openFolder(folder);
    expect([content(second.store), second.store.revision]).toEqual(before);
    await second.close();
  });

  it('loses nothing that was answered, wherever in the log it was cut off', async () => {
    const first = openFolder(folder);
    const states = [content(first.store)];
    const ends = [0];
    for (const [name, data] of [['a', '1'], ['b', '2'], ['a', '3']] as const) {
      put(first.store, name, data);
      states.push(content(first.store));
      ends.push(fs.statSync(file('changes.log')).size);
    }
    await first.close();
    const whole = fs.readFileSync(file('changes.log'));
    const around = ends.flatMap((end) => [end - 1, end, end + 1, end + 40]).filter((length) => length >= 0 && length <= whole.length);
    for (const length of [...around, ...Array.from({ length: 30 }, (_, i) => Math.floor((whole.length * i) / 30))]) {
      fs.writeFileSync(file('changes.log'), whole.subarray(0, length));
      expect(await reopen(content)).toEqual(states[ends.filter((end) => end <= length).length - 1]);
    }
  });

  it('appends behind the last whole line, and not to a torn one', async () => {
    const first = openFolder(folder);
    put(first.store, 'a', '1');
    put(first.store, 'b', '2');
    await first.close();
    const whole = fs.readFileSync(file('changes.log'));
    for (const cut of [1, 20, 80]) {
      fs.writeFileSync(file('changes.log'), whole.subarray(0, whole.length - cut));
      await reopen((store) => put(store, 'c', '3'));
      expect(await reopen(content)).toEqual(['a=1@2', 'c=3@3']);
    }
  });

  it('goes on at a higher revision than anybody can have seen when the process before it died', async () => {
    const first = openFolder(folder);
    put(first.store, 'a', '1');
    const seen = first.store.revision;
    abandon();
    const revisions = [await reopen((store) => store.revision), await reopen((store) => store.revision)];
    expect(revisions).toEqual([seen + 1000, seen + 1000]);
    expect(await reopen(content)).toEqual([`a=1@${seen}`]);
    await first.close();
  });

  it('knows the changes since its last fold, so that watches go on after a restart', async () => {
    const first = openFolder(folder);
    put(first.store, 'a', '1');
    put(first.store, 'a', '2');
    first.store.delete(key('a'));
    await first.close();
    expect(await reopen((store) => store.changesSince(1)?.map(({ type, revision, previous }) => [type, revision, previous?.['data']]))).toEqual([
      ['ADDED', 2, undefined], ['MODIFIED', 3, '1'], ['DELETED', 4, '2'],
    ]);
  });

  it('does not repeat changes that the state file already holds, as after a crash between its writing and the emptying of the log', async () => {
    const first = openFolder(folder);
    put(first.store, 'a', '1');
    const log = fs.readFileSync(file('changes.log'));
    first.store.replace([], 50);
    await first.close();
    fs.writeFileSync(file('changes.log'), log);
    expect(await reopen((store) => [content(store), store.revision])).toEqual([[], 50]);
  });

  it('folds a long log', async () => {
    const first = openFolder(folder);
    for (let i = 0; i < 2000; i += 1) put(first.store, 'a', `${i}${'x'.repeat(5000)}`);
    expect(fs.statSync(file('changes.log')).size).toBeLessThan(6 << 20);
    const before = content(first.store);
    await first.close();
    expect(await reopen(content)).toEqual(before);
  });

  it('is open once, also in one process, and only to the user', async () => {
    const first = openFolder(folder);
    expect(() => openFolder(folder)).toThrow(FolderLockedError);
    put(first.store, 'a', '1');
    expect(['changes.log', ...claims()].map((name) => fs.statSync(file(name)).mode & 0o777)).toEqual([0o600, 0o600]);
    await first.close();
    expect(claims()).toEqual([]);
  });

  it('steps back for a claim of a live process and removes those of dead ones', async () => {
    const [, start] = /^\d+ \(.*\) (?:\S+ ){19}(\S+)/.exec(fs.readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? [];
    const live = file(`lock.${process.ppid}.${start}`);
    fs.writeFileSync(live, '');
    expect(() => openFolder(folder)).toThrow(FolderLockedError);
    expect(claims()).toHaveLength(1);
    fs.renameSync(live, file(`lock.${deadPid()}.1`));
    fs.writeFileSync(file(`lock.${process.ppid}.0`), '');
    const opened = openFolder(folder);
    expect(claims()).toHaveLength(1);
    await opened.close();
  });

  it.each([['changes.log', 12], ['changes.log', 100], ['state', 20], ['state', 200]])('refuses %s when byte %i in front of whole lines changed', async (name, at) => {
    const first = openFolder(folder);
    first.store.replace([[key('z'), { metadata: { name: 'z', namespace: 'n' }, data: 'z'.repeat(200) }]], 9);
    for (const data of ['1', '2']) put(first.store, 'a', data);
    await first.close();
    const bytes = fs.readFileSync(file(name));
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    fs.writeFileSync(file(name), bytes);
    expect(() => openFolder(folder)).toThrow(name === 'state' && at === 20 ? ForeignFileError : DamagedFileError);
    expect(claims()).toEqual([]);
  });
});

async function reopen<T>(look: (store: ObjectStore) => T): Promise<T> {
  const opened: StoredFolder = openFolder(folder);
  try {
    return look(opened.store);
  } finally {
    await opened.close();
  }
}
