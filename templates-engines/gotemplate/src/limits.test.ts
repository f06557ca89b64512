import { describe, expect, it } from 'vitest';
import { renderText } from '../fixtures/render-text.ts';

const LIMITS = /more than \d+ (?:steps|characters|templates)|take longer|nested too deeply|max expression depth|expression too large|out of range|invalid repeat count/;

const HOSTILE: readonly (readonly [string, string])[] = [
  ['endless range', '{{ range $i := until 1000000000 }}x{{ end }}'],
  ['range over an integer', '{{ range $i := 9223372036854775807 }}{{ $i }}{{ end }}'],
  ['nested ranges', '{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}x{{ end }}{{ end }}{{ end }}'],
  ['recursive include', '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}'],
  ['recursive template', '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}'],
  ['recursive tpl', '{{ tpl .Values.t . }}'],
  ['two includes each', '{{ define "r" }}{{ include "r" . }}{{ include "r" . }}{{ end }}{{ include "r" . }}'],
  ['output bomb', '{{ $x := "x" }}{{ range until 100 }}{{ $x = print $x $x }}{{ end }}{{ $x }}'],
  ['repeat', '{{ repeat 2000000000 "ab" }}'],
  ['repeat of repeat', '{{ repeat 100000 (repeat 100000 "a") }}'],
  ['indent', '{{ indent 1000000000 "a\\nb" }}'],
  ['seq', '{{ seq 1000000000 }}'],
  ['untilStep', '{{ untilStep 0 1000000000 1 }}'],
  ['replace', '{{ replace "a" (repeat 1000000 "b") (repeat 1000000 "a") }}'],
  ['join', '{{ join (repeat 1000000 "x") (until 1000000) }}'],
  ['random text', '{{ randAlphaNum 2000000000 }}'],
  ['width of printf', '{{ range until 1000 }}{{ printf "%999999d" 1 }}{{ end }}'],
  ['huge regular expression', '{{ mustRegexMatch (repeat 100000 "a?") "a" }}'],
  ['repetition in a regular expression', '{{ mustRegexMatch "(((a{100}){100}){100})" "a" }}'],
  ['slow regular expression', '{{ $t := repeat 1000000 "a" }}{{ range until 1000 }}{{ regexMatch "(a*)*(a*)*(a*)*[bc]$" $t }}{{ end }}'],
  ['regular expression over and over', '{{ $t := repeat 10000 "a" }}{{ range until 100000 }}{{ regexMatch "(a|aa)+$" $t }}{{ end }}'],
  ['list that doubles', '{{ $l := list 1 2 }}{{ range until 64 }}{{ $l = concat $l $l }}{{ end }}'],
  ['map that holds itself', '{{ $m := dict }}{{ $_ := set $m "m" $m }}{{ toYaml $m }}{{ toJson $m }}{{ $m }}'],
  ['deep copy of what holds itself', '{{ $m := dict }}{{ $_ := set $m "m" $m }}{{ $n := deepCopy $m }}'],
  ['deep parentheses', `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`],
  ['deep blocks', '{{ if 1 }}'.repeat(5000) + '{{ end }}'.repeat(5000)],
  ['password hashes', '{{ range until 100 }}{{ bcrypt "x" }}{{ end }}'],
  ['uniq', '{{ uniq (until 1000000) }}'],
  ['split', '{{ range until 1000 }}{{ $x := splitList "" (repeat 1000000 "a") }}{{ end }}'],
  ['YAML that grows', '{{ $y := "a: &a [x,x,x,x,x,x,x,x,x]" }}{{ range $i := until 9 }}{{ $y = printf "%s\\n%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]" $y (int (add $i 98)) (int (add $i 98)) (int (add $i 97)) (int (add $i 97)) (int (add $i 97)) (int (add $i 97)) (int (add $i 97)) (int (add $i 97)) (int (add $i 97)) (int (add $i 97)) }}{{ end }}{{ toYaml (fromYaml $y) }}'],
];

describe('hostile templates', () => {
  it.each(HOSTILE)('%s ends with a clear error', (_name, template) => {
    const started = process.cpuUsage();
    const { text, error } = renderText(template, { values: { t: '{{ tpl .Values.t . }}' } });
    const { user, system } = process.cpuUsage(started);
    expect(text === undefined ? error : `rendered ${text.length} characters`).toMatch(LIMITS);
    // Processor time, with room for a slow machine: without limits these take minutes or all memory.
    expect((user + system) / 1e6).toBeLessThan(10);
  });

  it('names the place of what takes too many steps', () => {
    const { error } = renderText('a\n{{ range until 100 }}x{{ end }}', { limits: { steps: 50 } });
    expect(error).toContain('more than 50 steps');
  });

  it('ends at the limit of time', () => {
    expect(renderText('{{ range until 4000000 }}{{ end }}', { limits: { time: 0 } }).error).toContain('take longer than 0 ms');
  });
});
