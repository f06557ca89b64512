import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The row of the table in the README that names the reason: class and the last column. */
function rowOf(reason: string): readonly string[] {
  const row = README.split('\n').find((line) => line.startsWith('| `') && (line.split('|')[1] ?? '').includes(`\`${reason}\``));
  return (row ?? '').split('|').map((cell) => cell.trim());
}

describe('the catalogue of failures', () => {
  it.each(catalogue())('stands in the README: %s', (reason, entry) => {
    const [, , kind, limit] = rowOf(reason);
    expect(kind).toBe(entry.class);
    if (entry.graceMs > 0 && entry.graceMs < 600_000) expect(limit).toContain(`${entry.graceMs / 1000} s`);
  });

  it.each(catalogue())('says what to do about %s', (_reason, { hint }) => {
    expect(hint).toMatch(/^[A-Z].*\.$/u);
  });

  it('gives nothing a grace that it does not say', () => {
    expect(catalogue().filter(([, { class: kind, graceMs, times }]) => kind === 'suspicious' && graceMs === 0 && times === 0)).toEqual([]);
  });
});
