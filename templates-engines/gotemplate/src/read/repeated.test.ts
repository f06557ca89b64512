import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RENDER_LIMITS, type SherpackError } from '@sherpack/plugin-api';
import { contextOf, renderText } from '../../fixtures/render-text.ts';
import engine from '../engine.ts';
import { isFunction } from '../functions/names.ts';
import { parse } from '../parse.ts';
import { GO_DELIMITERS } from './lexer.ts';
import type { ListNode, Node } from './nodes.ts';
import { readTrees } from './parser.ts';
import { SaidActions } from './repeated.ts';

/** Where rendering fails. */
function place(text: string): string | undefined {
  try {
    engine.render({
      templates: [{ name: 'a', text, partial: false }], entries: ['a'], context: contextOf({ values: { a: null } }), strict: false, options: {}, limits: DEFAULT_RENDER_LIMITS,
      answers: { lookup: () => ({}), now: () => 0, randomBytes: (count) => new Uint8Array(count) },
    });
    return undefined;
  } catch (error) {
    const { line, column } = (error as SherpackError).location ?? {};
    return `${line}:${column}`;
  }
}

/** All that a reading says, however its nodes are made. */
function reading(text: string, said: SaidActions): unknown {
  const { trees, errors } = readTrees('a', text, { delimiters: GO_DELIMITERS, end: 0 }, { isFunction, said });
  return { trees: trees.map(({ name, root, slots }) => ({ name, slots, root: plainList(root) })), errors: errors.map(({ message, at }) => ({ message, at })) };
}

function plainList({ at, nodes }: ListNode): unknown {
  return { at, nodes: nodes.map(plainNode) };
}

function plainNode(node: Node): unknown {
  if (node.type === 'action') return { type: node.type, at: node.at, pipe: node.pipe };
  if (!('body' in node)) return node;
  const { type, at, pipe, body, otherwise } = node;
  return { type, at, pipe, body: plainList(body), otherwise: otherwise === undefined ? undefined : plainList(otherwise) };
}

const PIECES = [
  'text', '\n', '  ', '{{ .a.b }}', '{{- .a.b -}}', '{{ $x }}', '{{ $y.c }}', '{{ $x := .a }}', '{{ $x = 1 }}', '{{ $y := 2 -}}', '{{ if .a }}', '{{- if $x }}', '{{ with .a | default "x" }}', '{{ range .list }}', '{{ range $i, $x := .list }}',
  '{{ else }}', '{{- else -}}', '{{ else if .b }}', '{{ end }}', '{{- end }}', '{{ end -}}', '{{ include "t" (dict "a" $ "b" .c) | indent 2 }}', '{{ "}}" }}', '{{`{{`}}', '{{`}}`}}', '{{`}}` | quote }}', '{{`}} x', '{{ template "t" . }}', '{{ define "t" }}', '{{ break }}', '{{/* note */}}',
  '{{ nope }}', '{{ (.a).b }}', '{{ (index .a 0).b.c }}', '{{ .a', '{{ print "a" 1 1.5 \'c\' true nil }}', '{{ ( }}', '{{ .a | }}',
];

describe('actions that are repeated', () => {
  it('are read as they are where they stand first, places included', () => {
    const known = new SaidActions();
    const text = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 24 }).map((all) => all.join(''));
    fc.assert(fc.property(text, (each) => {
      expect(reading(each, known)).toEqual(reading(each, new SaidActions()));
    }), { numRuns: 4000 });
  });

  it.each(['{{ .Values.a.b.c }}', '{{ fail "x" }}', '{{ index .Values.a "x" "y" | quote }}', '{{ range 1.5 }}{{ end }}', '{{ (include "none" .).x }}'])('fail at the place where they stand: %s', (action) => {
    const first = place(`\n\n  ${action}`);
    expect(first).toMatch(/^3:\d+$/);
    expect(place(`{{ if false }}${action}{{ end }}\n\n  ${action}`)).toBe(first);
  });

  it('see the variables of the template that they stand in', () => {
    expect(renderText('{{ $a := 1 }}{{ $b := 2 }}{{ $b }}{{ with 3 }}{{ $b := . }}{{ $b }}{{ end }}{{ $b }}').text).toBe('232');
    expect(renderText('{{ define "t" }}{{ $b := 4 }}{{ $b }}{{ end }}{{ $a := 1 }}{{ $b := 2 }}{{ $b }}{{ template "t" }}').text).toBe('24');
  });

  it('are inspected where they stand', () => {
    const { references } = parse({ name: 'a', text: '{{ .Values.x }}\n{{ .Values.x }}', partial: false }, {});
    expect(references?.map(({ location }) => location.line)).toEqual([1, 2]);
  });
});
