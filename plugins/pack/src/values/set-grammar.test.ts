import { describe, expect, it } from 'vitest';
import { assign } from './assign.ts';
import { parseSet, parseSetJson, parseSetLiteral, parseSetString } from './set-grammar.ts';
import type { Assignment } from './set-grammar.ts';

function valuesOf(assignments: readonly Assignment[]): unknown {
  return assignments.reduce((values, { path, value }) => assign(values, path, value), {});
}

describe('--set', () => {
  it.each([
    ['a=1', { a: 1 }],
    ['a=', { a: '' }],
    ['a=,b=1', { a: '', b: 1 }],
    ['a=1,', { a: 1 }],
    ['', {}],
    ['a=TRUE,b=False,c=NULL', { a: true, b: false, c: null }],
    ['a=0,b=007,c=1.5,d=-4,e=+5', { a: 0, b: '007', c: '1.5', d: -4, e: 5 }],
    ['a=9007199254740993', { a: 9007199254740993n }],
    ['a=-9223372036854775808', { a: -9223372036854775808n }],
    ['a=9223372036854775808', { a: '9223372036854775808' }],
    ['a={}', { a: [''] }],
    ['a={x,1,true,null},b=2', { a: ['x', 1, true, null], b: 2 }],
    ['a=[]', { a: '[]' }],
    ['a=x\\,y,b=z', { a: 'x,y', b: 'z' }],
    ['a\\.b=1', { 'a.b': 1 }],
    ['a\\=b=1', { 'a=b': 1 }],
    ['a={x\\,y,\\}}', { a: ['x,y', '}'] }],
    ['a=b\\', { a: 'b' }],
    ['a=b=c', { a: 'b=c' }],
    ['a =1,b= x', { 'a ': 1, b: ' x' }],
    ['a.b.c=1,a.b.d=2', { a: { b: { c: 1, d: 2 } } }],
    ['a[0]=x,a[2]=z', { a: ['x', null, 'z'] }],
    ['a[0][1]=x', { a: [[null, 'x']] }],
    ['a[0].b[1].c=1', { a: [{ b: [null, { c: 1 }] }] }],
    ['a[0]=1,a[0].b=2', { a: [{ b: 2 }] }],
    ['a.b[0].c=1,a.b[1]=2', { a: { b: [{ c: 1 }, 2] } }],
    ['__proto__.polluted=1', JSON.parse('{"__proto__":{"polluted":1}}')],
  ])('reads %j', (input, expected) => {
    expect(valuesOf(parseSet(input))).toEqual(expected);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    ['a', 'key "a" has no value', 1],
    ['a,b=1', 'key "a" has no value (cannot end with ,)', 1],
    ['x=1,,y=2', 'key "" has no value (cannot end with ,)', 5],
    ['x=1,a.=1', 'key map "a" has no value', 7],
    ['=1', 'the key is empty', 1],
    ['a[-1]=1', 'negative -1 index not allowed', 3],
    ['a[65537]=1', 'index of 65537 is greater than maximum supported index of 65536', 3],
    ['a[x]=1', 'error parsing index: "x" is no whole number', 3],
    ['a[0=1', 'error parsing index: the closing "]" is missing', 3],
    ['a[0]', 'the list entry has no value', 5],
    ['a[0]b=1', 'unexpected data at end of array index: "b"', 5],
    ['b=1,a={x,y', "list must terminate with '}'", 8],
    ['a={x}b=1', 'after a list only a comma may follow', 6],
    [`${'a.'.repeat(31)}a=1`, 'value name nested level is greater than maximum supported nested level of 30', 61],
  ])('refuses %j and says where', (input, message, column) => {
    expect(() => parseSet(input)).toThrow(expect.objectContaining({ message, column }));
  });

  it('refuses a path through a scalar', () => {
    expect(() => valuesOf(parseSet('a=1,a.b=2'))).toThrow('"a" is a number already, not an object');
    expect(() => valuesOf(parseSet('a.b=1,a[0]=2'))).toThrow('"a" is an object already, not a list');
  });
});

describe('the other --set flags', () => {
  it('--set-string keeps every value as text', () => {
    expect(valuesOf(parseSetString('a=1,b=true,c=null,d={1,x}'))).toEqual({ a: '1', b: 'true', c: 'null', d: ['1', 'x'] });
  });

  it('--set-literal takes all behind the first equals sign as it is', () => {
    expect(valuesOf(parseSetLiteral('a.b[0]=x,y={z}\\n=1'))).toEqual({ a: { b: ['x,y={z}\\n=1'] } });
  });

  it('--set-literal does not know escapes in the key', () => {
    expect(valuesOf(parseSetLiteral('a\\.b=1'))).toEqual({ 'a\\': { b: '1' } });
  });

  it('--set-json reads JSON values with exact integers', () => {
    expect(valuesOf(parseSetJson('a={"b":[1,2,"},"]}, c=9007199254740993,d="x,y" ,e=null,f='))).toEqual({
      a: { b: [1, 2, '},'] }, ' c': 9007199254740993n, d: 'x,y', e: null, f: null,
    });
  });

  it('--set-json refuses what is no JSON without repeating it', () => {
    expect(() => parseSetJson('a=[hunter2')).toThrow(expect.objectContaining({ message: 'the value is no JSON', column: 3 }));
  });
});
