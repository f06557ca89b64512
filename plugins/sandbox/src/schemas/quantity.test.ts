import { describe, expect, it } from 'vitest';
import { canonicalQuantity, parseQuantity } from './quantity.ts';

describe('a quantity', () => {
  it.each([
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000m', '1'],
    ['0.5', '500m'],
    ['2', '2'],
    ['1500M', '1500M'],
    ['1000M', '1G'],
    ['1e3', '1e3'],
    ['0.1', '100m'],
    ['512', '512'],
    ['100Ki', '100Ki'],
    ['0', '0'],
    ['-1Gi', '-1Gi'],
    ['134217728', '134217728'],
  ])('%s is written back as %s', (given, canonical) => {
    expect(canonicalQuantity(given)).toBe(canonical);
  });

  it.each(['', 'abc', '1x', '1 Gi', '--1', '.'])('%s is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});
