import { fileURLToPath } from 'node:url';
import { testTemplateEngine } from '@sherpack/plugin-kit/suites/template-engine';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { describe, expect, it } from 'vitest';
import engine from './engine.ts';
import plugin from './plugin.ts';

const runner = { describe, it, expect };

testTemplateEngine(engine, { text: 'a: {{ .Values.x }}\nb: ${HOME}\nc: {% if %}\n' }, runner);
testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner });
