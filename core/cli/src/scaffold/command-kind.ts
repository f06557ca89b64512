import { errorPrefix, testFile } from './file-text.ts';
import type { PluginKind } from './plugin-files.ts';

/** A plugin that adds a command; its module is loaded only when the command is called. */
export const commandKind: PluginKind = {
  summary: (name) => `Adds the command "sherpack ${name} hello"`,
  manifest: (name) => ({
    commands: [{ name: `${name} hello`, summary: 'Greet somebody', module: './src/commands/hello.ts' }],
  }),
  readme: (name) => `Adds the command \`sherpack ${name} hello NAME\`.

\`\`\`sh
sherpack ${name} hello world --loud
\`\`\`

### Errors

| code | when |
|---|---|
| \`${errorPrefix(name)}_NOBODY\` | the name to greet is blank |
`,
  files: (name) => ({
    'src/plugin.ts': `import { definePlugin } from '@sherpack/plugin-api';

export default definePlugin({
  name: '${name}',
  apiVersion: '^1',
  setup() {
    // The manifest in package.json names the command's module; there is nothing else to set up.
  },
});
`,
    'src/errors.ts': `import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('${name}', {
  NOBODY: () => ({ message: 'the name is blank', hint: 'Name somebody.', exitCode: 2 }),
});
`,
    'src/greeting.ts': greetingFile,
    'src/commands/hello.ts': helloFile(name),
    'src/plugin.test.ts': testFile([`import { greeting } from './greeting.ts';`], `describe('greeting', () => {
  it('greets by name, loudly if asked to', () => {
    expect(greeting('world', false)).toBe('Hello, world.');
    expect(greeting('world', true)).toBe('HELLO, WORLD!');
  });

  it('refuses a blank name', () => {
    expect(() => greeting(' ', false)).toThrow('the name is blank');
  });
});
`),
  }),
};

const greetingFile = `import { errors } from './errors.ts';

export function greeting(name: string, loud: boolean): string {
  if (name.trim() === '') throw errors.NOBODY();
  return loud ? \`Hello, \${name}!\`.toUpperCase() : \`Hello, \${name}.\`;
}
`;

function helloFile(name: string): string {
  return `import { defineCommand } from '@sherpack/plugin-api';
import { greeting } from '../greeting.ts';

export const command = defineCommand({
  description: 'Greets somebody by name.',
  arguments: [{ name: 'name', description: 'Whom to greet', required: true }],
  options: {
    loud: { type: 'boolean', default: false, description: 'In capitals' },
  },
  examples: [{ command: 'sherpack ${name} hello world', does: 'Greets the world' }],
  async run({ args, options, print, terminal }) {
    const text = greeting(args['name'] ?? '', options.loud);
    await print({ text }, () => terminal.write(\`\${text}\\n\`));
  },
});
`;
}
