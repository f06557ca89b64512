import type { Ignore } from 'ignore';

/** Never part of a pack, whatever `.sherpackignore` says of other files; it may take one back with `!`. */
const ALWAYS = ['.git/', '.hg/', '.svn/', '.DS_Store', '/templates/.?*'];

export const IGNORE_FILE = '.sherpackignore';

/** Which paths of a folder are left out. Rules of deeper folders come on top of those above, as with .gitignore. */
export interface IgnoreRules {
  /** @param path relative to the pack's root, with `/`; folders too */
  isIgnored(path: string, folder: boolean): boolean;
  /** The same rules and those of the file in `folder`. */
  below(folder: string, text: string): IgnoreRules;
}

export async function createIgnoreRules(): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');

  function rules(levels: readonly { readonly folder: string; readonly matcher: Ignore }[]): IgnoreRules {
    return {
      isIgnored(path, folder) {
        // The deepest level that has something to say decides.
        for (const level of levels.toReversed()) {
          const { ignored, unignored } = level.matcher.test(relative(level.folder, path) + (folder ? '/' : ''));
          if (ignored || unignored) return ignored;
        }
        return false;
      },
      below: (folder, text) => rules([...levels, { folder, matcher: ignore().add(text) }]),
    };
  }

  return rules([{ folder: '', matcher: ignore().add(ALWAYS) }]);
}

/** The rules of another format: one file at the root, and no others below it. */
export function rulesOfFormat(isIgnored: IgnoreRules['isIgnored']): IgnoreRules {
  const rules: IgnoreRules = { isIgnored, below: () => rules };
  return rules;
}

function relative(folder: string, path: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}
