import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readGoYaml } from '@sherpack/go-yaml/read';
import { describe, expect, it } from 'vitest';
import { renderText } from '../fixtures/render-text.ts';
import { unquote } from './read/literal.ts';

interface Probe {
  readonly template: string;
  readonly goQuoted?: string;
  readonly error?: string;
}

const folder = fileURLToPath(new URL('../../../../shared/conformance/gotemplate/', import.meta.url));
const present = existsSync(`${folder}probes.jsonl`);

const probes = present ? readFileSync(`${folder}probes.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Probe) : [];
const values = present ? readGoYaml(readFileSync(`${folder}values.yaml`, 'utf8')) as Record<string, unknown> : {};

/** Recorded with an older Go; Helm 4 is built with one that can do more. */
const NEWER: Readonly<Record<string, string>> = {
  '{{ range 3 }}{{ . }}{{ end }}': '012',
  '{{ with .Values.nul }}a{{ else with .Values.s }}c{{ end }}': 'c',
};

/** The probes' values are a plain map; Helm's have a type of their own, which dig refuses. */
function asInHelm(template: string): string {
  return template.startsWith('{{ dig') ? template.replace(/ \.Values (?=\}\})/, ' .Values.AsMap ') : template;
}

describe.skipIf(!present)('conformance probes of Go templates (skipped where their data is not beside the project)', () => {
  it.each(probes.map((probe, index) => [index + 1, probe.template, probe] as const))('%i: %s', (_number, template, { goQuoted, error }) => {
    const result = renderText(asInHelm(template), { values, keepNoValue: true });
    if (NEWER[template] !== undefined) expect(result).toEqual({ text: NEWER[template] });
    else if (error === undefined) expect(result).toEqual({ text: unquote(goQuoted ?? '""') });
    else expect(result.error).toContain(error);
  });
});
