import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JsonObject, OperationRequest, PlanBinding } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { errors } from './errors.ts';

const SCHEMA = 1;

/**
 * A saved plan: how it was asked for, what it is bound to, and what people saw of it. What is applied is rendered anew and
 * has to come out the same, so that no secret need stand in the file.
 */
export interface PlanFile {
  readonly sherpack: 'plan';
  readonly schema: typeof SCHEMA;
  readonly request: Pick<OperationRequest, 'kind' | 'release' | 'pack' | 'revision' | 'flags'>;
  readonly binding: PlanBinding;
  readonly plan: JsonObject;
}

/** Flags of `plan` itself, which are not part of what is approved, and a password, which no file should hold. */
const OWN = new Set(['save', 'graph', 'exitCode', 'waves', 'dryRun', 'bindFields', 'password']);

export async function savePlan(file: string, folder: string, request: OperationRequest, { binding, plan }: Pick<PlanFile, 'binding' | 'plan'>): Promise<void> {
  const { dryRun: _planned, values: _none, timeout: _own, ...asked } = request;
  const flags = Object.fromEntries(Object.entries(request.flags ?? {}).filter(([name]) => !OWN.has(name)));
  const content: PlanFile = { sherpack: 'plan', schema: SCHEMA, request: { ...asked, flags }, binding, plan };
  // Flags may say what others need not read.
  await writeFile(resolve(folder, file), `${stringifyJson(content, { indent: 2 })}\n`, { mode: 0o600 });
}

/** @throws RELEASE_PLAN_UNREADABLE */
export async function readPlan(file: string, folder: string): Promise<PlanFile> {
  const text = await readFile(resolve(folder, file), 'utf8').catch((error: unknown) => { throw errors.PLAN_UNREADABLE(file, 'it cannot be read', error); });
  const content = parsed(text, file);
  if (!isObject(content) || content['sherpack'] !== 'plan') throw errors.PLAN_UNREADABLE(file, 'it is no plan');
  if (content['schema'] !== SCHEMA) throw errors.PLAN_UNREADABLE(file, `its form ${String(content['schema'])} is not known to this version`);
  return content as unknown as PlanFile;
}

function parsed(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw errors.PLAN_UNREADABLE(file, 'it is no JSON', error);
  }
}
