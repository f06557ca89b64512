/** Node flags under which a TypeScript file of the workspace runs as it is. */
export function sourceFlags(): string[] {
  return ['--conditions=sherpack-source', '--import', import.meta.resolve('jiti/register')];
}
