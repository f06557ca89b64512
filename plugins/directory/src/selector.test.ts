import { describe, expect, it } from 'vitest';
import { fits } from './selector.ts';

const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'demo', labels: { app: 'web', tier: '', 'x.io/y': '1' } } };

describe('selectors', () => {
  it.each([
    ['', true], ['app=web', true], ['app==web', true], ['app=api', false], ['app!=api', true], ['app!=web', false], ['none!=web', true],
    ['app', true], ['none', false], ['!none', true], ['!app', false], ['app in (api, web)', true], ['app notin (api, web)', false],
    ['none in (x)', false], ['none notin (x)', true], ['tier=', true], ['x.io/y=1,app in (a,web), !none', true], ['x.io/y=1,app in (a,b)', false],
  ])('by labels: %s is %s', (labelSelector, expected) => {
    expect(fits(OBJECT, { labelSelector })).toBe(expected);
  });

  it.each([
    ['metadata.name=a', true], ['metadata.name=b', false], ['metadata.name!=b,metadata.namespace=demo', true], ['metadata.namespace!=demo', false],
    ['status.phase=Running', false],
  ])('by fields: %s is %s', (fieldSelector, expected) => {
    expect(fits(OBJECT, { fieldSelector })).toBe(expected);
  });
});
