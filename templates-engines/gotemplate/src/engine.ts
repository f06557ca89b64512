import type { TemplateEngine } from '@sherpack/plugin-api';
import { parse } from './parse.ts';
import { render } from './render.ts';

const engine: TemplateEngine = Object.freeze({ name: 'gotemplate', suffixes: Object.freeze(['.gotmpl']), parse, render });

export default engine;
