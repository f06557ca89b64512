import { cidr, ip } from '../kubernetes/ip.ts';
import { format } from '../kubernetes/format.ts';
import { quantity } from '../kubernetes/quantity.ts';
import { semver } from '../kubernetes/semver.ts';
import { url } from '../kubernetes/url.ts';
import { conversions } from './conversions.ts';
import { encoders, jsonPatch } from './encoders.ts';
import { lists, listsThree } from './lists.ts';
import { math } from './math.ts';
import { mixedComparisons, operators } from './operators.ts';
import { optionals } from './optionals.ts';
import type { Library } from './overload.ts';
import { matching, regex } from './regex.ts';
import { sets } from './sets.ts';
import { strings, stringsThree, stringsTwo, textFunctions } from './strings.ts';
import { timeAccessors } from './time.ts';

/** The oldest version that is told apart. */
const FIRST = '1.23';

/**
 * Everything there is, and the Kubernetes version that brought it (k8s.io/apiserver, pkg/cel/environment/base.go). Libraries without
 * a version are not in Kubernetes (`jsonpatch` is, but in policies that mutate only); they are there when no version is asked for.
 */
export const libraries: readonly Library[] = [
  { name: 'language', since: FIRST, overloads: [...operators, ...conversions, ...textFunctions, ...matching, ...timeAccessors] },
  { name: 'strings', since: FIRST, overloads: strings },
  { name: 'lists', since: '1.24', overloads: lists },
  { name: 'regex', since: '1.24', overloads: regex },
  { name: 'urls', since: '1.24', overloads: url },
  { name: 'mixed comparisons', since: '1.28', overloads: mixedComparisons },
  { name: 'optionals', since: '1.28', overloads: optionals },
  { name: 'quantity', since: '1.28', overloads: quantity },
  { name: 'strings 2', since: '1.29', overloads: stringsTwo },
  { name: 'sets', since: '1.29', overloads: sets },
  { name: 'ip', since: '1.30', overloads: ip },
  { name: 'cidr', since: '1.30', overloads: cidr },
  { name: 'format', since: '1.31', overloads: format },
  { name: 'semver', since: '1.33', overloads: semver },
  { name: 'lists 3', since: '1.34', overloads: listsThree },
  { name: 'strings 3', overloads: stringsThree },
  { name: 'math', overloads: math },
  { name: 'encoders', overloads: encoders },
  { name: 'jsonpatch', overloads: jsonPatch },
];

/** Macros and syntax that came later than the language, or never came to Kubernetes. */
export const macroVersions: Readonly<Record<string, string | undefined>> = { 'optional syntax': '1.28', optMap: '1.28', optFlatMap: '1.28', 'two-variables': '1.32', sortBy: '1.34', 'cel.bind': undefined };
