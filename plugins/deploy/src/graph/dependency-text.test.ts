import { describe, expect, it } from 'vitest';
import { parseDependencies } from './dependency-text.ts';

describe('depends-on', () => {
  it.each([
    ['db', { type: 'object', name: 'db' }, 'ready'],
    ['Service/db@present', { type: 'object', kind: 'Service', name: 'db' }, 'present'],
    ['Deployment.apps/shop/web', { type: 'object', kind: 'Deployment', group: 'apps', namespace: 'shop', name: 'web' }, 'ready'],
    ['Widget.example.com/w@absent', { type: 'object', kind: 'Widget', group: 'example.com', name: 'w' }, 'absent'],
    ['wave:-1', { type: 'wave', wave: -1 }, 'ready'],
    ['release:data/postgres', { type: 'release', namespace: 'data', name: 'postgres' }, 'ready'],
    ['release:postgres@present', { type: 'release', name: 'postgres' }, 'present'],
    ['Job/migrate@complete', { type: 'object', kind: 'Job', name: 'migrate' }, 'complete'],
  ])('reads %s', (text, target, until) => {
    expect(parseDependencies(text)).toMatchObject([{ text, target, until, optional: false }]);
  });

  it('takes lists with commas and lines, and leaves the commas of selectors alone', () => {
    const items = parseDependencies('a, Kind/b@present\nselector:app=x,tier in (web,api)@ready@optional, c');
    expect(items).toMatchObject([{ text: 'a' }, { text: 'Kind/b@present' }, { text: 'selector:app=x,tier in (web,api)@ready@optional', optional: true }, { text: 'c' }]);
  });

  it('selects by label', () => {
    const [item] = parseDependencies('selector:app=x,tier in (web,api),!canary') as Exclude<ReturnType<typeof parseDependencies>, string>;
    const matches = item?.target.type === 'selector' ? item.target.matches : undefined;
    expect([{ app: 'x', tier: 'api' }, { app: 'x', tier: 'db' }, { app: 'x', tier: 'web', canary: '1' }].map((labels) => matches?.(labels as never))).toEqual([true, false, false]);
  });

  it.each(['a/b/c/d', 'a/', 'a@soon', 'a@ready@absent', 'wave:one', 'release:', 'release:a/b/c', 'selector:', 'selector:=='])('refuses "%s" in words', (text) => {
    expect(parseDependencies(text)).toEqual(expect.any(String));
  });
});
