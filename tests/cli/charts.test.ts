import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { helmPath } from '@sherpack/control-plane/tools';
import { beforeAll, describe, expect, it } from 'vitest';
import { CORPUS } from './fixtures/charts/corpus.ts';
import { buildOnce, newFolder, sherpack } from './run-sherpack.ts';

const run = promisify(execFile);
let helm: string | undefined;

beforeAll(async () => {
  buildOnce();
  helm = await helmPath().catch(() => undefined);
}, 120_000);

describe('charts are rendered byte for byte as Helm renders them', () => {
  it.each(Object.entries(CORPUS))('%s', async (_trap, { files, flags = [], warns = /^$/ }) => {
    const folder = newFolder(Object.fromEntries(Object.entries(files).map(([path, text]) => [`chart/${path}`, text])));
    const argv = ['template', 'demo', './chart', '-n', 'shop', '--kube-version', '1.35.0', ...flags];
    const ours = await sherpack(argv, { folder });
    expect({ code: ours.code, stderr: ours.stderr }).toEqual({ code: 0, stderr: expect.stringMatching(warns) as string });
    if (helm === undefined) return;
    const theirs = await run(helm, argv, { cwd: folder, env: { HOME: folder } });
    expect(ours.stdout).toBe(theirs.stdout);
  });
});

/** Charts that must not be rendered, and where Helm says that the mistake is. */
const REFUSED: Readonly<Record<string, { readonly files: Readonly<Record<string, string>>; readonly flags?: readonly string[]; readonly says: RegExp; readonly place?: string }>> = {
  'a value that is required': { files: { 'templates/a.yaml': 'a: 1\nb: {{ required "say who" .Values.who }}\n' }, says: /say who/, place: 'templates/a.yaml:2:7' },
  'a template that fails': { files: { 'templates/a.yaml': '{{- if not .Values.x }}\n  {{- fail "x is needed" }}\n{{- end }}\n' }, says: /x is needed/, place: 'templates/a.yaml:2:7' },
  'a failure in a definition': { files: { 'templates/_h.tpl': '{{ define "h" }}\n{{ fail "deep" }}{{ end }}', 'templates/a.yaml': 'a: {{ include "h" . }}\n' }, says: /deep[^]*templates\/a\.yaml:1|templates\/a\.yaml:1[^]*deep/ },
  'a member of nothing': { files: { 'templates/a.yaml': 'a: {{ .Values.a.b.c }}\n' }, says: /nil pointer|null|nil/i, place: 'templates/a.yaml:1:14' },
  'a function that does not exist': { files: { 'templates/a.yaml': 'a: {{ nope }}\n' }, says: /"nope" not defined/ },
  'a schema that the values do not fit': { files: { 'values.yaml': 'port: x\n', 'values.schema.json': '{"$defs":{"p":{"type":"integer"}},"properties":{"port":{"$ref":"#/$defs/p"}}}', 'templates/a.yaml': '' }, says: /port/ },
  'a Kubernetes that is too old': { files: { 'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\nkubeVersion: ">=1.99.0"\n', 'templates/a.yaml': '' }, says: /1\.99\.0/ },
  'annotations that are no texts': { files: { 'templates/a.yaml': 'apiVersion: v1\nkind: A\nmetadata:\n  name: a\n  annotations: {x: {y: z}}\n' }, says: /annotations?/ },
  'a kind that is no text': { files: { 'templates/a.yaml': 'apiVersion: v1\nkind: {a: b}\n' }, says: /kind/ },
  'a text instead of an object': { files: { 'templates/a.txt': 'hello\n' }, says: /a\.txt/ },
  'values of a chart below that are null': { files: { 'values.yaml': 'sub:\n', 'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n', 'templates/a.yaml': '' }, says: /sub/ },
  'a version of Kubernetes without a second part': { files: { 'templates/a.yaml': '' }, flags: ['--kube-version', '1'], says: /version/ },
  'output that is no YAML': { files: { 'templates/a.yaml': 'a: b: c\n' }, says: /a\.yaml/ },
};

describe('charts that Helm refuses are refused, at the same place', () => {
  it.each(Object.entries(REFUSED))('%s', async (_mistake, { files, flags = [], says, place = '' }) => {
    const whole = { 'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n', ...files };
    const folder = newFolder(Object.fromEntries(Object.entries(whole).map(([path, text]) => [`chart/${path}`, text])));
    const argv = ['template', 'demo', './chart', '-n', 'shop', '--kube-version', '1.35.0', ...flags];
    const ours = await sherpack(argv, { folder });
    expect(ours.code).not.toBe(0);
    expect(ours.stdout).toBe('');
    expect(ours.stderr).toMatch(says);
    expect(ours.stderr).toContain(place);
    if (helm === undefined) return;
    const theirs = await run(helm, argv, { cwd: folder, env: { HOME: folder } }).then(() => 'nothing', (error: { stderr: string }) => error.stderr);
    expect(theirs).toMatch(says);
    // Go counts columns from 0.
    expect(theirs).toContain(place.replace(/\d+$/, (column) => String(Number(column) - 1)));
  });
});
