import { globToRegExp } from './go-glob.ts';

interface Rule {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  matches(path: string): boolean;
}

/** Helm leaves hidden files of `templates/` out, whatever else is said. */
const DEFAULTS = 'templates/.?*';

/**
 * The rules of a `.helmignore`: one pattern a line, `#` comments, `/` at the end for folders, `!` for "everything but".
 * A pattern without a slash fits the last name of a path, another one the whole path. There is no `**`. A negated rule
 * leaves out whatever it does not fit. Source: `pkg/ignore` of Helm 4.
 *
 * @param text undefined when the chart has no such file
 */
export function helmIgnore(text: string | undefined): (path: string, folder: boolean) => boolean {
  const rules = `${text ?? ''}\n${DEFAULTS}`.split(/\r?\n/).flatMap(ruleOf);
  return (path, folder) => {
    for (const { negated, foldersOnly, matches } of rules) {
      if (foldersOnly && !folder) {
        if (negated) return true;
        continue;
      }
      if (matches(path) !== negated) return true;
    }
    return false;
  };
}

function ruleOf(line: string): readonly Rule[] {
  const text = line.trim();
  if (text === '' || text.startsWith('#') || text === '!' || text === '/' || text.includes('**')) return [];
  const negated = text.startsWith('!');
  const pattern = text.replace(/^!/, '');
  const foldersOnly = pattern.endsWith('/');
  const plain = foldersOnly ? pattern.slice(0, -1) : pattern;
  const fits = globToRegExp(plain.replace(/^\//, ''));
  if (fits === undefined) return [];
  return [{ negated, foldersOnly, matches: plain.includes('/') ? (path) => fits.test(path) : (path) => fits.test(path.slice(path.lastIndexOf('/') + 1)) }];
}
