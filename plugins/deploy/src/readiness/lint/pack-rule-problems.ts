import type { Manifests, Pack, SherpackError, SourceLocation } from '@sherpack/plugin-api';
import { groupOf } from '@sherpack/plugin-api';
import type { PackRule } from '../rule-book.ts';
import type { Script } from './expression-place.ts';
import { placeOf } from './expression-place.ts';
import { allPacks } from '../../pack-blocks.ts';
import { ownRules, PACK_KEY } from '../pack-rules.ts';
import { ruleProblems } from './rule-problems.ts';
import type { Schemas } from './rule-schema.ts';

const EXPRESSIONS = { readyWhen: 'bool', failedWhen: 'bool', progress: 'string' } as const;

/** What is wrong with the rules of Pack.yaml, of the pack and of those below it. */
export async function packRuleProblems(root: Pack, manifests: Manifests, schemas: Schemas): Promise<readonly SherpackError[]> {
  const found: SherpackError[] = [];
  for (const pack of allPacks(root)) {
    for (const [index, rule] of ownRules(pack).entries()) found.push(...(await problemsOf(rule, index, pack, manifests, schemas)));
  }
  return found;
}

async function problemsOf(rule: PackRule, index: number, pack: Pack, manifests: Manifests, schemas: Schemas): Promise<readonly SherpackError[]> {
  const found: SherpackError[] = [];
  for (const [key, result] of Object.entries(EXPRESSIONS)) {
    const expression = rule[key as keyof typeof EXPRESSIONS];
    if (expression === undefined) continue;
    const version = versionFor(rule, manifests, schemas);
    const schema = version === undefined ? undefined : await schemas.find(version, rule.kind);
    const start = await pack.locate([PACK_KEY, index, key]);
    const script = scriptOf(pack, start);
    found.push(...ruleProblems({ expression, schema, result, where: `${key} for ${rule.kind}` }, (spot) => placeOf(script, key, expression, spot)));
  }
  return found;
}

/** The version in which the pack has such objects, else the one that its definition stores. */
function versionFor({ kind, group }: PackRule, { objects }: Manifests, { defined }: Schemas): string | undefined {
  const used = objects.find(({ object }) => object.kind === kind && (group === undefined || groupOf(object.apiVersion) === group));
  if (used !== undefined) return used.object.apiVersion;
  const [key, version] = [...defined].find(([each]) => each.endsWith(`/${kind}`) && (group === undefined || each === `${group}/${kind}`)) ?? [];
  return key === undefined ? undefined : `${key.slice(0, key.lastIndexOf('/'))}/${version}`;
}

function scriptOf({ files }: Pack, start: SourceLocation | undefined): Script {
  const content = [...files.values()].find(({ path }) => path === 'Pack.yaml')?.content;
  return { file: start?.file ?? 'Pack.yaml', text: content === undefined ? '' : new TextDecoder().decode(content), line: start?.line ?? 1 };
}
