import { defineOptions } from '@sherpack/plugin-api';

const GROUP = 'Values';

/** How values are given, for every command that renders a pack. */
export const options = defineOptions({
  values: {
    type: 'string[]', alias: 'f', group: GROUP, placeholder: 'FILE',
    description: 'Values in YAML, "-" for standard input; may be repeated, the last wins',
  },
  set: { type: 'string[]', group: GROUP, placeholder: 'KEY=VALUE', description: 'One value or several: a=1,b.c={x,y},d[0]=z' },
  setString: { type: 'string[]', group: GROUP, placeholder: 'KEY=TEXT', description: 'The same, always as text' },
  setJson: { type: 'string[]', group: GROUP, placeholder: 'KEY=JSON', description: 'The same with values in JSON, or one JSON object' },
  setFile: { type: 'string[]', group: GROUP, placeholder: 'KEY=FILE', description: 'The content of a file as text' },
  setLiteral: { type: 'string[]', group: GROUP, placeholder: 'KEY=TEXT', description: 'All behind the first "=" as it is' },
  postRenderer: { type: 'string', group: GROUP, placeholder: 'PROGRAM', description: 'Program or plugin that changes the rendered manifests: standard input to standard output' },
  postRendererArgs: { type: 'string[]', group: GROUP, placeholder: 'TEXT', description: 'Argument for it; may be repeated' },
  skipSchemaValidation: { type: 'boolean', alias: 'skip-schema', group: GROUP, description: 'Do not check the values with the schema of the pack' },
});
