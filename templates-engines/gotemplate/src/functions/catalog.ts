import { builtin } from './builtin.ts';
import { casing } from './casing.ts';
import { dicts } from './dicts.ts';
import { encoding } from './encoding.ts';
import { helm } from './helm.ts';
import { json } from './json.ts';
import { lists } from './lists.ts';
import { logic } from './logic.ts';
import { numbers } from './numbers.ts';
import type { FunctionGroup, Signature } from './signature.ts';
import { strings } from './strings.ts';
import { yaml } from './yaml.ts';

const GROUPS: readonly FunctionGroup[] = [builtin, strings, casing, lists, dicts, numbers, logic, json, yaml, helm, encoding];

/** Every function of templates by name: Go's own, Sprig's but for `env` and `expandenv`, and Helm's. */
export const functions: ReadonlyMap<string, Signature> = new Map(GROUPS.flatMap((group) => Object.entries(group)));
