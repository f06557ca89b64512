import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { virtualClock, type VirtualClock } from '../clock.ts';
import { createApiServer, type ApiServer } from './api-server.ts';

export interface RecordedStep {
  method: string;
  path: string;
  type?: string;
  query?: string;
  accept?: string;
  raw?: boolean;
  body?: unknown;
  status?: number;
  response?: unknown;
}

export interface RecordedCase {
  name: string;
  steps: RecordedStep[];
}

interface Got {
  status: number;
  body: unknown;
}

/** The folder of recorded answers beside the repository; undefined when it is not there. */
export function conformanceFolder(): string | undefined {
  const root = path.join(import.meta.dirname, '../../../..');
  const folder = path.join(process.env['SHERPACK_CONFORMANCE'] ?? path.join(root, '../shared/conformance'), 'apiserver');
  return fs.existsSync(path.join(folder, 'cases.jsonl')) ? folder : undefined;
}

export function recordedCases(folder: string): RecordedCase[] {
  return fs.readFileSync(path.join(folder, 'cases.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as RecordedCase);
}

/** Plays a recorded case on a fresh server without controllers; answers the first difference, or nothing. */
export async function playCase(recorded: RecordedCase): Promise<string | undefined> {
  const clock = virtualClock();
  const server = await createApiServer({ controllers: false, clock });
  const namespace = 'chk1x1';
  try {
    await call(server, { method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: namespace } } });
    await call(server, { method: 'POST', path: `/api/v1/namespaces/${namespace}/serviceaccounts`, body: { metadata: { name: 'default' } } });
    return await firstDifference(server, clock, recorded, namespace);
  } finally {
    await server.close();
  }
}

async function firstDifference(server: ApiServer, clock: VirtualClock, recorded: RecordedCase, namespace: string): Promise<string | undefined> {
  let token = '';
  for (const [index, step] of recorded.steps.entries()) {
    if (step.method === 'SLEEP') {
      await clock.advance(Number(step.path));
      continue;
    }
    const got = await call(server, substitute(step, namespace, token));
    token = (got.body as { metadata?: { continue?: string } })?.metadata?.continue ?? '';
    const difference = compareStep(step, got, namespace);
    if (difference) return `step ${index + 1} ${step.method}: ${difference}`;
  }
  return undefined;
}

function substitute(step: RecordedStep, namespace: string, token: string): RecordedStep {
  const own = JSON.parse(JSON.stringify(step).replaceAll('NS', namespace)) as RecordedStep;
  if (step.method === 'NEXT') return { ...own, method: 'GET', query: `${own.query ?? ''}&continue=${encodeURIComponent(token)}` };
  return step.method === 'WAIT' ? { ...own, method: 'GET' } : own;
}

async function call(server: ApiServer, step: RecordedStep): Promise<Got> {
  const body = bodyOf(step);
  const response = await server.handle({
    method: step.method,
    path: step.path + (step.query ? `?${step.query}` : ''),
    headers: { accept: step.accept ? `${step.accept},application/json` : 'application/json', 'content-type': step.type ?? 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, body: parsed(response.body ?? '') };
}

function bodyOf(step: RecordedStep): string | undefined {
  if (step.body === undefined || step.body === null) return undefined;
  return step.raw ? String(step.body) : JSON.stringify(step.body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 200);
  }
}

function compareStep(step: RecordedStep, got: Got, namespace: string): string | undefined {
  if (got.status !== step.status) return `status ${got.status}, not ${step.status}: ${JSON.stringify(got.body).slice(0, 300)}`;
  const mine = withoutDefinitionStatus(normal(got.body, namespace));
  const wanted = withoutDefinitionStatus(step.response);
  if (kindOf(wanted) === 'Status') {
    const reason = (wanted as { reason?: string }).reason;
    const actual = (mine as { reason?: string }).reason;
    return reason === actual ? undefined : `reason ${actual}, not ${reason}`;
  }
  return isDeepStrictEqual(mine, wanted) ? undefined : `object differs at ${whereDifferent(wanted, mine)}`;
}

function kindOf(value: unknown): unknown {
  return (value as { kind?: unknown } | null)?.kind;
}

const times = new Set(['creationTimestamp', 'deletionTimestamp', 'time', 'lastTransitionTime', 'startTime', 'lastUpdateTime']);

/** Masks what differs from run to run, as the recording did. */
export function normal(value: unknown, namespace: string, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => normal(item, namespace));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => normalEntry(name, item, namespace)));
  }
  return typeof value === 'string' ? normalText(value, namespace, key) : value;
}

function normalEntry(name: string, item: unknown, namespace: string): [string, unknown][] {
  if (name === 'resourceVersion' || name === 'selfLink') return [];
  if (name === 'uid' && !/^(0{8}|1{8}|2{8})/.test(String(item))) return [];
  if (times.has(name)) return [[name, item === null ? null : '<time>']];
  return [[name, name === 'continue' ? '<token>' : normal(item, namespace, name)]];
}

function normalText(value: string, namespace: string, key: string): string {
  const own = value.replaceAll(namespace, 'NS');
  const address = /^10\.\d+\.\d+\.\d+$/.test(own) && own !== '10.0.77.77' ? '<ip>' : own;
  const named = key === 'name' && /^gen-[a-z0-9]{5}$/.test(address) ? 'gen-<random>' : address;
  return named
    .replace(/gen-[a-z0-9]{5}\b/g, 'gen-<random>')
    .replace(/\\?"?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\?"?/g, (uid) => (/0{8}|1{8}|2{8}/.test(uid) ? uid : '<uid>'));
}

function withoutDefinitionStatus(value: unknown): unknown {
  const object = value as { kind?: string; status?: object } | null;
  const hasConditions = object?.kind === 'CustomResourceDefinition' && 'conditions' in (object.status ?? {});
  return hasConditions ? { ...object, status: undefined } : value;
}

function whereDifferent(wanted: unknown, got: unknown, at = ''): string {
  if (isDeepStrictEqual(wanted, got)) return '';
  const bothObjects = wanted !== null && got !== null && typeof wanted === 'object' && typeof got === 'object';
  if (!bothObjects) return `${at}: want ${JSON.stringify(wanted)?.slice(0, 120)} got ${JSON.stringify(got)?.slice(0, 120)}`;
  const left = wanted as Record<string, unknown>;
  const right = got as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].map((key) => whereDifferent(left[key], right[key], `${at}.${key}`)).find((text) => text !== '') ?? '';
}
