import { read, readList, readNumber, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { nowText, type ControllerClient } from './client.ts';
import { conditionOf } from './pod-state.ts';

type Json = Record<string, unknown>;

/** A condition without its times. */
export interface Verdict {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** MaxInt32 stands for "never". */
export function hasDeadline(deployment: KubeObject): boolean {
  const seconds = readNumber(deployment, 'spec', 'progressDeadlineSeconds');
  return seconds !== undefined && seconds !== 2_147_483_647;
}

/** A condition that keeps status and reason stays as it is; another one goes to the end (SetDeploymentCondition in deployment_util.go). */
export function withCondition(conditions: readonly Json[], verdict: Verdict, time: string): Json[] {
  const before = conditions.find(({ type }) => type === verdict.type);
  if (before?.['status'] === verdict.status && before['reason'] === verdict.reason) return [...conditions];
  return [...withoutCondition(conditions, verdict.type), dated(verdict, before, time)];
}

/** The same, but the times of the condition move on although it says what it said before. */
export function withRenewedCondition(conditions: readonly Json[], verdict: Verdict, time: string): Json[] {
  const before = conditions.find(({ type }) => type === verdict.type);
  return [...withoutCondition(conditions, verdict.type), dated(verdict, before, time)];
}

export function withoutCondition(conditions: readonly Json[], type: string): Json[] {
  return conditions.filter((condition) => condition['type'] !== type);
}

function dated({ type, status, reason, message }: Verdict, before: Json | undefined, time: string): Json {
  const lastTransitionTime = before?.['status'] === status ? before['lastTransitionTime'] : time;
  return { type, status, lastUpdateTime: time, lastTransitionTime, reason, message };
}

/** Says that a ReplicaSet was found or made, or could not be. */
export async function noteProgress(key: ObjectKey, reason: string, message: string, client: ControllerClient, status: 'True' | 'False' = 'True'): Promise<void> {
  const deployment = client.get(key);
  if (deployment && hasDeadline(deployment)) await setCondition(key, { type: 'Progressing', status, reason, message }, client);
}

/** A pause stops the clock of the deadline, a resumption starts it anew; a rollout that is too late stays so. */
export async function notePause(key: ObjectKey, client: ControllerClient): Promise<void> {
  const deployment = client.get(key);
  if (!deployment || !hasDeadline(deployment)) return;
  const reason = conditionOf(deployment, 'Progressing')?.['reason'];
  const isPaused = read(deployment, 'spec', 'paused') === true;
  if (reason === 'ProgressDeadlineExceeded' || isPaused === (reason === 'DeploymentPaused')) return;
  const verdict = isPaused
    ? { reason: 'DeploymentPaused', message: 'Deployment is paused' }
    : { reason: 'DeploymentResumed', message: 'Deployment is resumed' };
  await setCondition(key, { type: 'Progressing', status: 'Unknown', ...verdict }, client);
}

async function setCondition(key: ObjectKey, verdict: Verdict, client: ControllerClient): Promise<void> {
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), conditions: withCondition(readList(live, 'status', 'conditions'), verdict, nowText(client)) }));
}
