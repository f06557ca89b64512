import semver from 'semver';
import { argument, text } from './arguments.ts';
import { helper, refuse, type HelperCall, type HelperGroup } from './helper.ts';

type Args = readonly unknown[];

/** A leading v and missing parts are tolerated: `v1.28` is 1.28.0. */
function version(call: HelperCall, args: Args, index: number): semver.SemVer {
  const spelled = text(call, args, index).trim();
  const padded = /^v?\d+(?:\.\d+)?(?=$|[-+])/.test(spelled) ? spelled.replace(/^v?(\d+)(?:\.(\d+))?/, (_, major, minor) => `${major}.${minor ?? 0}.0`) : spelled;
  return semver.parse(padded.replace(/^v/, '')) ?? refuse(call, `${argument(call, index)} is no version`);
}

/** One term of a constraint with what Helm's and Rust's grammars allow and npm's does not: `v1.2`, `1.20-0`, `=>1`. */
function normalTerm(term: string, bare: '' | '^'): string {
  const padded = term
    .replace(/^([<>=~^!]*)\s*v?(?=\d)/, '$1')
    .replace(/^([<>=~^]*\d+)(?:\.(\d+))?-(?=[0-9A-Za-z])/, (_, major: string, minor?: string) => `${major}.${minor ?? 0}.0-`)
    .replace(/^=([<>])/, '$1=');
  return /^\d+(?:\.\d+)*(?:[-+]|$)/.test(padded) ? bare + padded : padded;
}

/** Commas and blanks mean "and", `||` means "or"; ` - ` between versions is a range. */
function termsOf(constraint: string): string[][] {
  return constraint.split('||').map((part) => {
    if (/\S\s+-\s+\S/.test(part)) return [part.trim()];
    return part.replaceAll(/([<>=~^!])\s+/g, '$1').split(/[\s,]+/).filter((term) => term !== '');
  });
}

/**
 * Pre-releases count only if the constraint names one, as in Helm: `>=1.20.0-0`.
 *
 * @param bare what a version without operator means: itself in Helm, `^` in Sherpack 0.4.0
 */
function satisfies(call: HelperCall, args: Args, at: number, bare: '' | '^'): boolean {
  const constraint = text(call, args, at);
  const wanted = version(call, args, 1 - at);
  const includePrerelease = /\d-[0-9A-Za-z]/.test(constraint);
  function holds(term: string): boolean {
    if (term.startsWith('!=')) return !holds(`=${term.slice(2)}`);
    const range = semver.validRange(normalTerm(term, bare)) ?? refuse(call, `${argument(call, at)} is no version constraint`);
    return semver.satisfies(wanted, range, { includePrerelease });
  }
  return termsOf(constraint).some((terms) => terms.every(holds));
}

function parts(args: Args, call: HelperCall): Record<string, unknown> {
  const { major, minor, patch, prerelease, build } = version(call, args, 0);
  return { Major: major, Minor: minor, Patch: patch, major, minor, patch, prerelease: prerelease.join('.'), metadata: build.join('.') };
}

export const versions: HelperGroup = {
  semver: helper(1, 1, parts),
  semverCompare: helper(2, 2, (args, call) => satisfies(call, args, 0, '')),
  semver_match: helper(2, 2, (args, call) => satisfies(call, args, 1, '^')),
};
