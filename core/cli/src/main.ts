/** Answers `--version` at once; everything else is loaded for it. Only this file and what it calls may end the process. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  if (argv[0] === '--version') {
    const { VERSION } = await import('./version.ts');
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const { runProcess } = await import('./run-process.ts');
  await runProcess(argv);
}
