import { describe, expect, it } from 'vitest';
import { HELPERS } from './catalog.ts';

/** Filters and functions of Sherpack 0.4.0, as it spells them. */
const BASELINE = `
  toyaml tojson tojson_pretty fromjson fromyaml b64encode b64decode quote squote indent nindent wrap required empty haskey keys values merge pick omit
  append prepend concat without compact tostrings trunc trimprefix trimsuffix snakecase kebabcase camelcase pascalcase repeat substr hasprefix hassuffix
  sha1 sha256 sha512 md5 int float abs floor ceil regex_match regex_replace regex_find regex_find_all basename dirname extname cleanpath semver_match
  fail dict list get set unset dig coalesce ternary uuidv4 tostring toint tofloat now printf tpl tpl_ctx lookup generate_secret default
`;

/** What charts of Helm use most. */
const SPRIG = `
  include tpl required fail lookup toYaml toJson fromYaml fromJson nindent indent quote squote default ternary eq ne lt gt le ge and or not add sub mul div mod range until
  list dict merge upper lower trim trunc replace contains hasPrefix hasSuffix join split printf semverCompare sha256sum randAlphaNum uuidv4 now date b64enc b64dec
  regexMatch regexReplaceAll first last has keys values pick omit get set hasKey dig coalesce empty trimSuffix trimPrefix title int int64 toString kindIs typeOf splitList uniq
  sortAlpha without concat append until untilStep mustToJson mustMergeOverwrite mergeOverwrite deepCopy pluck cat snakecase camelcase kebabcase
`;

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

describe('the catalogue of helpers', () => {
  it('has every name of Sherpack 0.4.0', () => {
    expect(words(BASELINE).filter((name) => !HELPERS.has(name))).toEqual([]);
  });

  it('has the names that charts of Helm use', () => {
    expect(words(SPRIG).filter((name) => !HELPERS.has(name))).toEqual([]);
  });
});
