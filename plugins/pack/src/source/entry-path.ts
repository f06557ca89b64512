const DRIVE = /^[A-Za-z]:/;

/**
 * The path of an archive entry relative to the archive's root, without `./` and a slash at the end.
 *
 * @returns a reason when the path is not safe
 */
export function entryPath(raw: string): { readonly path: string } | { readonly refused: string } {
  if (raw.includes('\0')) return { refused: 'its name holds a NUL character' };
  if (raw.includes('\\')) return { refused: 'its name holds a backslash' };
  if (raw.startsWith('/') || DRIVE.test(raw)) return { refused: 'its path is absolute' };
  const steps = raw.split('/').filter((step) => step !== '' && step !== '.');
  if (steps.includes('..')) return { refused: 'its path leads out of the archive' };
  return { path: steps.join('/') };
}

/** Where a link leads, seen from the archive's root; undefined when it leaves it. */
export function linkTarget(from: string, target: string): string | undefined {
  if (target.startsWith('/') || target.includes('\\') || DRIVE.test(target)) return undefined;
  const steps = from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}
