import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('plain', {
  UNKNOWN_ENTRY: (name: string) => ({ message: `there is no template ${name} to render`, exitCode: 4 }),
  OUTPUT_LIMIT: (name: string, limit: number) => ({
    message: `${name} takes the output beyond ${limit} characters`,
    hint: 'Take large files out of templates/.',
    location: { file: name, line: 1, column: 1 },
    exitCode: 4,
  }),
});
