import { builtin } from './builtin.ts';
import { casing } from './casing.ts';
import { certificates } from './certificates.ts';
import { dates } from './dates.ts';
import { dicts } from './dicts.ts';
import { durations } from './durations.ts';
import { encoding } from './encoding.ts';
import { helm } from './helm.ts';
import { json } from './json.ts';
import { lists } from './lists.ts';
import { logic } from './logic.ts';
import { numbers } from './numbers.ts';
import { passwords } from './passwords.ts';
import { paths } from './paths.ts';
import { random } from './random.ts';
import { regex } from './regex.ts';
import type { FunctionGroup, Signature } from './signature.ts';
import { strings } from './strings.ts';
import { toml } from './toml.ts';
import { urls } from './urls.ts';
import { versions } from './versions.ts';
import { yaml } from './yaml.ts';

const GROUPS: readonly FunctionGroup[] = [
  builtin, strings, casing, lists, dicts, numbers, logic, json, yaml, toml, helm, encoding, dates, durations, versions, regex, urls, paths, random, passwords, certificates,
];

/** Every function of templates by name: Go's own, Sprig's but for `env` and `expandenv`, and Helm's. */
export const functions: ReadonlyMap<string, Signature> = new Map(GROUPS.flatMap((group) => Object.entries(group)));
