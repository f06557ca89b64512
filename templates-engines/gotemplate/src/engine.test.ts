import { fileURLToPath } from 'node:url';
import { testTemplateEngine } from '@sherpack/plugin-kit/suites/template-engine';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { describe, expect, it } from 'vitest';
import engine from './engine.ts';
import plugin from './plugin.ts';

const runner = { describe, it, expect };

testTemplateEngine(engine, {
  text: 'a: 1\nb: { }\nc: $x\n',
  print: 'a: 1\nb: {{ .Values.text }}\nc: 3\n',
  escapes: [
    '{{ .Values.constructor }}', '{{ .Values.map.__proto__ }}', '{{ .constructor.constructor }}', '{{ get .Values.map "__proto__" }}', '{{ index .Values "constructor" }}',
    '{{ .Values.list.constructor }}', '{{ .Values.text.sub }}', '{{ dig "constructor" "x" .Values.AsMap }}', '{{ (set (dict) "__proto__" "x").toString }}', '{{ .Files.constructor }}',
    '{{ .Capabilities.constructor }}', '{{ .Values.hasOwnProperty "a" }}', '{{ call .Values.map.toString }}', '{{ pluck "constructor" .Values.map }}',
  ],
  loop: '{{ range until 100 }}x{{ end }}',
  recursion: { template: '{{ include "loop" . }}', partial: { name: 'suite/templates/_loop.tpl', text: '{{ define "loop" }}{{ include "loop" . }}{{ end }}', partial: true } },
  lookup: '{{ with lookup "v1" "ConfigMap" "team" "settings" }}{{ .answer }}{{ end }}',
  broken: 'a: 1\nb: {{ nosuch 1 }}\nc: 3\n{{ else }}\nd: {{ .Values.text }}\n',
}, runner);
testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner });
