import type { GlobalOptions, Terminal } from '@sherpack/plugin-api';

/** Prints data as `-o` says: JSON and YAML with all fields and exact numbers, the table by `table`. */
export async function print(data: unknown, table: () => void, { output }: Pick<GlobalOptions, 'output'>, terminal: Terminal): Promise<void> {
  if (output === 'table') return table();
  if (output === 'json') {
    const { stringifyJson } = await import('@sherpack/yaml/json');
    return terminal.write(`${stringifyJson(data, { indent: 2 })}\n`);
  }
  const { stringifyYaml } = await import('@sherpack/yaml/stringify');
  terminal.write(stringifyYaml(data));
}
