import { YAMLException } from 'js-yaml';

export interface DuplicateKey {
  path: (string | number)[];
  /** 0-based in the text. */
  line: number;
}

interface Renamed {
  text: string;
  line: number;
  complete: boolean;
}

// Each one costs a pass over the text.
const MAX_REPORTED = 100;
// Private use characters: allowed in YAML, in nobody's keys.
const MARK = /^\uE000([0-9]+)\uE001/;

/**
 * Where keys are repeated. js-yaml either stops at the first or says nothing, so each repeated key is renamed in the
 * text until the text is accepted; the renamed keys in the result then show the paths. A key that cannot be renamed
 * (an alias, a tagged one) is reported with an empty path and ends the search.
 *
 * `read(text, last)` parses `text` and throws the YAMLException of js-yaml unless `last` is set.
 */
export function findDuplicateKeys(text: string, read: (text: string, last: boolean) => unknown): DuplicateKey[] {
  const lines: number[] = [];
  let current = text;
  while (lines.length < MAX_REPORTED) {
    const renamed = renameDuplicate(current, lines.length, read);
    if (!renamed) break;
    lines.push(renamed.line);
    current = renamed.text;
    if (!renamed.complete) break;
  }
  const paths = lines.length === 0 ? new Map<number, (string | number)[]>() : markedPaths(read(current, true));
  return lines.map((line, number) => ({ path: paths.get(number) ?? [], line }));
}

function renameDuplicate(text: string, number: number, read: (text: string, last: boolean) => unknown): Renamed | undefined {
  try {
    read(text, false);
    return undefined;
  } catch (error) {
    if (!(error instanceof YAMLException) || !error.reason.startsWith('duplicated mapping key')) throw error;
    return rename(text, error.mark.position, error.mark.line, number);
  }
}

function rename(text: string, position: number, line: number, number: number): Renamed {
  const at = position + (/^\s*/.exec(text.slice(position, position + 1000))?.[0].length ?? 0);
  const first = text.charAt(at);
  if (/[&*!?|>[{]/.test(first)) return { text, line, complete: false };
  const start = first === '"' || first === "'" ? at + 1 : at;
  return { text: `${text.slice(0, start)}\uE000${number}\uE001${text.slice(start)}`, line, complete: true };
}

function markedPaths(value: unknown): Map<number, (string | number)[]> {
  const found = new Map<number, (string | number)[]>();
  collect(value, [], found);
  return found;
}

function collect(value: unknown, path: (string | number)[], found: Map<number, (string | number)[]>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    const mark = MARK.exec(name);
    const key = mark ? name.slice(mark[0].length) : name;
    const childPath = [...path, Array.isArray(value) ? Number(key) : key];
    // An aliased mapping shows its keys more than once; the first place is the anchor.
    if (mark && !found.has(Number(mark[1]))) found.set(Number(mark[1]), childPath);
    collect(child, childPath, found);
  }
}
