import { fileURLToPath } from 'node:url';
import { testTemplateEngine } from '@sherpack/plugin-kit/suites/template-engine';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { describe, expect, it } from 'vitest';
import engine from './engine.ts';
import plugin from './plugin.ts';

const runner = { describe, it, expect };

testTemplateEngine(engine, {
  text: 'a: 1\nb: { }\nc: $x\n',
  print: 'a: 1\nb: {{values.text}}\nc: 3\n',
  undefinedValue: 'a: 1\nb: {{values.txet}}\nc: 3\n',
  escapes: [
    '{{values.constructor}}', '{{values.map.__proto__}}', '{{#with values.text}}{{constructor}}{{/with}}', '{{lookup values "constructor"}}', '{{get values.map "__proto__"}}',
    '{{values.list.constructor.constructor}}', '{{values.text.sub}}', '{{#each (list values.map)}}{{toString}}{{/each}}', '{{dig "constructor" "x" values}}',
  ],
  loop: '{{#each (range 100)}}x{{/each}}',
  recursion: { template: '{{> loop}}', partial: { name: 'suite/templates/_loop.hbs', text: '{{#define "loop"}}{{> loop}}{{/define}}', partial: true } },
  lookup: '{{#with (lookup "v1" "ConfigMap" "team" "settings")}}{{answer}}{{/with}}',
  random: '{{randAlphaNum 8}} {{uuidv4}} {{now}}',
  broken: 'a: 1\nb: {{values.text | upper}}\nc: 3\n{{#if\nd: {{values.text}}\n',
}, runner);
testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner });
