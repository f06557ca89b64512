import type { TemplateEngine } from '@sherpack/plugin-api';
import { parse } from './parse.ts';
import { render } from './render.ts';

const engine: TemplateEngine = Object.freeze({ name: 'handlebars', suffixes: Object.freeze(['.hbs', '.handlebars']), parse, render });

export default engine;
