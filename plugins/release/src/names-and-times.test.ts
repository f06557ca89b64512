import { describe, expect, it } from 'vitest';
import { globToRegExp } from './glob.ts';
import { GO_ANSI, GO_DEFAULT, formatGoTime } from './go-time.ts';
import { installArguments } from './install-arguments.ts';
import { parseSelector } from './label-selector.ts';
import { mergeLabels } from './labels.ts';
import { checkReleaseName, generateName, nameFromTemplate } from './release-name.ts';

const NOW = Date.UTC(2026, 10, 4, 5, 6, 7, 80);

function codeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the name of a release', () => {
  it.each(['web', 'a', '1', 'my.web-2', 'a'.repeat(53)])('may be %s', (name) => expect(checkReleaseName(name)).toBe(name));
  it.each(['', 'Web', '-web', 'web-', 'a_b', 'a..b', 'ä', 'a/b', 'a'.repeat(54), 'web\n'])('may not be %j', (name) => {
    expect(codeOf(() => checkReleaseName(name))).toBe('RELEASE_NAME_INVALID');
  });

  it.each([
    ['./packs/web', 'web'], ['web-1.2.3.tgz', 'web'], ['oci://host/x/web:1.2', 'web'], ['./My_Pack/', 'my-pack'], ['.', 'pack'],
    [`./${'long-'.repeat(20)}`, `${'long-'.repeat(8)}lo`],
  ])('is made from %s', (pack, begin) => {
    expect(checkReleaseName(generateName(pack, NOW))).toBe(`${begin}-1793768767`);
  });

  it('is made by a template', () => {
    expect(nameFromTemplate('web-{{ randAlphaNum 5 | lower }}-{{now}}', NOW)).toMatch(/^web-[a-z0-9]{5}-1793768767$/);
    expect(codeOf(() => nameFromTemplate('web-{{ env "HOME" }}', NOW))).toBe('RELEASE_TEMPLATE_UNSUPPORTED');
  });

  it('is told from the pack', () => {
    const none = { generateName: undefined, nameTemplate: undefined };
    expect(installArguments({ name: 'web', pack: './w' }, none, NOW)).toEqual({ name: 'web', pack: './w' });
    expect(installArguments({ name: './web' }, { ...none, generateName: true }, NOW)).toEqual({ name: 'web-1793768767', pack: './web' });
    expect(codeOf(() => installArguments({ name: './web' }, none, NOW))).toBe('RELEASE_NAME_MISSING');
    expect(codeOf(() => installArguments({}, none, NOW))).toBe('RELEASE_PACK_MISSING');
    expect(codeOf(() => installArguments({ name: 'web', pack: './w' }, { ...none, generateName: true }, NOW))).toBe('RELEASE_NAME_GIVEN_TWICE');
  });
});

describe('times', () => {
  const iso = new Date(NOW).toISOString();
  it.each([
    [GO_DEFAULT, '2026-11-04 05:06:07.08 +0000 UTC'], [GO_ANSI, 'Wed Nov  4 05:06:07 2026'], ['2006-01-02T15:04:05Z07:00', '2026-11-04T05:06:07Z'],
    ['Monday, 2 January 06 3:04PM', 'Wednesday, 4 November 26 5:06AM'], ['15:04:05.000', '05:06:07.080'],
  ])('are printed as Go does by %s', (layout, expected) => expect(formatGoTime(iso, layout)).toBe(expected));

  it('are left alone when they are none', () => expect(formatGoTime('never', GO_ANSI)).toBe('never'));
});

describe('labels', () => {
  it('are laid over others, and removed by null', () => {
    expect(mergeLabels({ a: '1', b: '2' }, ['a=9,c=x=y', 'b=null'])).toEqual({ a: '9', c: 'x=y' });
    expect(codeOf(() => mergeLabels({}, ['novalue']))).toBe('RELEASE_LABEL_INVALID');
  });

  it.each([
    ['', true], ['team=a', true], ['team==a', true], ['team!=a', false], ['other!=a', true], ['team in (a, b)', true], ['team notin (a,b)', false],
    ['other notin (a)', true], ['team', true], ['!team', false], ['!other', true], ['team=a,tier in (x,y)', true], ['team=a,tier=z', false],
  ])('are chosen by %j', (selector, expected) => expect(parseSelector(selector)({ team: 'a', tier: 'x' })).toBe(expected));

  it('are not chosen by what is no selector', () => expect(codeOf(() => parseSelector('a b c'))).toBe('RELEASE_SELECTOR_INVALID'));
});

describe('globs', () => {
  it.each([
    ['templates/*.yaml', 'templates/a.yaml', true], ['templates/*.yaml', 'templates/x/a.yaml', false], ['**/a.yaml', 'templates/x/a.yaml', true],
    ['**/a.yaml', 'a.yaml', true], ['templates/**', 'templates/x/a.yaml', true], ['a?.{yaml,yml}', 'ab.yml', true], ['a.yaml', 'axyaml', false],
  ])('%s and %s', (glob, path, expected) => expect(globToRegExp(glob).test(path)).toBe(expected));
});
