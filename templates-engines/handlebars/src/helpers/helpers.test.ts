import { describe, expect, it } from 'vitest';
import { renderText } from '../../fixtures/render-text.ts';

/** Each expression with what it prints. */
function table(name: string, cases: Readonly<Record<string, string>>, values?: object): void {
  describe(name, () => {
    for (const [expression, expected] of Object.entries(cases)) {
      it(`{{${expression}}} is ${JSON.stringify(expected)}`, () => {
        expect(renderText(`{{${expression}}}`, values)).toBe(expected);
      });
    }
  });
}

function refusals(name: string, cases: Readonly<Record<string, string>>, values?: object): void {
  describe(name, () => {
    for (const [expression, message] of Object.entries(cases)) {
      it(`{{${expression}}} is refused`, () => {
        expect(() => renderText(`{{${expression}}}`, values)).toThrow(message);
      });
    }
  });
}

table('versions', {
  'semverCompare ">=1.20-0" "v1.31.0-eks-1"': 'true', 'semverCompare ">=1.20.0" "1.31.0-rc.1"': 'false', 'semverCompare "^1.2" "1.9.0"': 'true', 'semverCompare "~1.2.3" "1.3.0"': 'false',
  'semverCompare ">=1.2, <2" "1.5.0"': 'true', 'semverCompare ">= 1.2 < 2" "2.0.0"': 'false', 'semverCompare "<1 || >=3" "3.1.0"': 'true', 'semverCompare "1.2.3" "1.2.4"': 'false', 'semverCompare "1.x" "1.9.9"': 'true',
  'semverCompare "!=1.2.3" "1.2.4"': 'true', 'semverCompare "1.2 - 1.4" "1.4.7"': 'true', 'semver_match "1.2.4" "1.2.3"': 'true', 'semver_match "2.0.0" "1.2.3"': 'false', 'semver_match "v1.2" ">=1.2, <1.3"': 'true',
  'get (semver "1.2.3-rc.1+b5") "prerelease"': 'rc.1',
});

table('printf', {
  'printf "%5d|%-5d|%05d|%+d" 42 42 42 42': '   42|42   |00042|+42', 'printf "%05d" -42': '-0042', 'printf "%.3f %8.2f" 1.5 2.345': '1.500     2.35', 'printf "%x %X %o %b" 255 255 8 5': 'ff FF 10 101', 'printf "%x" "hi"': '6869',
  'printf "%q %s %v" "a\'b" "c" true': '"a\'b" c true', 'printf "%d%%" 50': '50%', 'printf "%s" (list 1 2)': '[1,2]', 'printf "%t %c %e" true 65 12345.678': 'true A 1.234568e+04', 'printf "%.2s|%5s|%-5s|" "abc" "ab" "ab"': 'ab|   ab|ab   |', 'printf "%d" 9007199254740993': '9007199254740993',
});

table('numbers', {
  'add 1 "2"': '3', 'add 0.1 0.2': '0.30000000000000004', 'mul 9007199254740993 3': '27021597764222979', 'div 10 4': '2', 'div 10.5 2': '5.25', 'div -7 2': '-3', 'mod -7 3': '-1', 'sub 1 2 3': '-4', 'add1 9007199254740991': '9007199254740992',
  'max 1 9007199254740993 2': '9007199254740993', 'round 2.5': '3', 'floor -1.5': '-2', 'ceil 1.2': '2', 'abs -3': '3', 'int 3.9': '3', 'int "-12"': '-12', 'int true': '1', 'float "2.50"': '2.5', 'sum (list 1 2.5)': '3.5', 'divf 1 4': '0.25', 'seq 3': '1 2 3', 'seq 3 1': '3 2 1', 'seq 0 5 10': '0 5 10', 'toJson (range 0 10 4)': '[0,4,8]', 'toJson (until -2)': '[0,-1]',
});

table('comparisons', {
  'eq 1 1.0': 'true', 'eq "1" 1': 'false', 'eq 3 1 2 3': 'true', 'eq (list 1 2) (list 1 2)': 'true', 'ne (dict "a" 1) (dict "a" 2)': 'true', 'lt "a" "b"': 'true', 'ge 2 2': 'true', 'gt 9007199254740993 9007199254740992': 'true', 'not (list)': 'true', 'or "" 0 "x"': 'x', 'and 1 ""': '', 'kindOf 1.5': 'float64', 'kindIs "map" (dict)': 'true',
});

table('times', {
  'date "Mon, 02 Jan 2006 15:04:05 MST" (now)': 'Fri, 02 Jan 2026 15:04:05 UTC', 'date "Monday January 2 3:04 PM" 0': 'Thursday January 1 12:00 AM', 'date "06/01/02 03PM" "2026-11-24T17:00:00Z"': '26/11/24 05PM', 'htmlDate 86400': '1970-01-02', 'dateModify "24h" "2026-02-28"': '2026-03-01T00:00:00Z', 'duration 3725': '1h2m5s', 'ago "2026-01-02T14:04:05Z"': '1h0m0s',
});

table('regular expressions', {
  'regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W"': '-W-xxW-', 'regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W"': '---', 'regexReplaceAllLiteral "a(x*)b" "-ab-" "$1"': '-$1-', 'regexReplaceAll "(?P<n>b+)" "abbc" "[$n]$$"': 'a[bb]$c', 'toJson (regexFindAll "a[bc]" "abacad" 1)': '["ab"]', 'toJson (regexSplit "z+" "pizza" -1)': '["pi","a"]', 'toJson (regexSplit "a" "banana" 2)': '["b","nana"]', 'regexMatch "(?i)HELLO" "hello"': 'true', 'regexFind "x" "abc"': '', 'regexQuoteMeta "1.2"': '1\\.2',
});

table('texts', {
  'snakecase "HTTPServer"': 'http_server', 'kebabcase "some value_here"': 'some-value-here', 'camelcase "some-value"': 'someValue', 'pascalcase "some value"': 'SomeValue', 'trunc 2 "añb"': 'añ', 'squote "a" "b"': "'a' 'b'", 'quote "a\\b"': '"a\\\\b"', 'contains "b" (list "a" "b")': 'true', 'trimSuffix "" "a"': 'a', 'replace "" "-" "ab"': 'a-b', 'join "-" (list 1 true "x")': '1-true-x',
  'indent "a" 2': '  a', 'nindent "a" 2': '\n  a', 'cat "a" null 1': 'a 1', 'lower "ÄÖ"': 'äö', 'reverse "añ"': 'ña', 'has (list 1 2) 2': 'true', 'toJson (chunk (list 1 2) 1)': '[[1],[2]]', 'b64dec (b64enc "ä")': 'ä', 'b32dec (b32enc "hello")': 'hello', 'ext "a/.b/c"': '', 'dirname "a"': '.', 'cleanpath "/../a/"': '/a', 'basename "/"': '/',
});

refusals('what cannot work', {
  'int "x"': 'argument 1 ("x") must be a number, it is a text', 'div 1 0': 'the divisor is zero', 'lt 1 "a"': 'a number and a text cannot be compared', 'semverCompare ">=1.y" "1.0.0"': 'argument 1 (">=1.y") is no version constraint', 'semverCompare "1" values.password': 'argument 2 (values.password) is no version',
  'regexMatch "(a" "a"': 'the pattern is wrong', 'date "2006" "x"': 'is no time', 'dict "a"': 'needs a value for every key', 'printf "%d"': '%d has no argument', 'printf "a" 1': 'the format uses 0 of 1 arguments', 'b64dec "?"': 'the text is not base64', 'fromJson values.password': 'the text is not valid JSON', 'generate_secret "x" 8 "emoji"': 'there is no charset emoji',
  'generate_secret "x" 5000': 'the length must be between 1 and 4096', 'add (generate_secret "a" 8) (generate_secret "a" 9)': 'was made with another length', 'upper (list 1)': 'must be a text, it is a list', 'keys "x"': 'must be a map, it is a text',
}, { password: 'hunter2 "' });

describe('errors of helpers', () => {
  it('never show the value', () => {
    for (const expression of ['int values.p', 'fromJson values.p', 'fromYaml values.p', 'semver values.p', 'date "2006" values.p', 'regexMatch values.p "a"', 'b64dec values.p', 'dateModify values.p (now)', 'join "," values.p']) {
      expect(() => renderText(`{{${expression}}}`, { p: 's3cr3t: [ ( "' })).toThrow(/^(?!.*s3cr3t)/s);
    }
    expect(() => renderText('{{tpl values.p this}}', { p: 's3cr3t {{x}}' })).toThrow(expect.objectContaining({ location: { file: 'web/templates/sample.yaml (tpl)', line: 1, column: 10 } }));
  });
});
