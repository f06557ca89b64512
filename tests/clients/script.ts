import { readFileSync } from 'node:fs';

/** One command line that is given to two clusters. */
export interface Step {
  readonly line: string;
  readonly args: readonly string[];
  /** A question changes nothing: it is asked again until both clusters have come to rest and say the same. */
  readonly isQuestion: boolean;
}

/** Steps under one heading, which build on each other. */
export interface Chapter {
  readonly title: string;
  readonly steps: readonly Step[];
}

/**
 * Reads a script: `# heading`, `$ command` and `? question`, one a line. Words are parted by spaces; single quotes keep a
 * word with spaces together, double quotes mean nothing (they stand in JSON).
 */
export function readScript(file: string): readonly Chapter[] {
  const chapters: { title: string; steps: Step[] }[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n').filter((text) => text !== '')) {
    const [sign, text] = [line.slice(0, 2), line.slice(2)];
    if (sign === '# ') chapters.push({ title: text, steps: [] });
    else if (sign === '$ ' || sign === '? ') chapters.at(-1)?.steps.push({ line: text, args: words(text), isQuestion: sign === '? ' });
    else throw new Error(`${file}: a line begins with "# ", "$ " or "? ": ${line}`);
  }
  return chapters;
}

function words(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|[^' ])+/g)].map(([word]) => word.replaceAll("'", ''));
}
