import { parseDuration } from './duration.ts';
import type { Step } from './step.ts';

const states: readonly string[] = ['waiting', 'running', 'terminated'];
const keys: readonly string[] = ['after', 'state', 'ready', 'reason', 'message', 'exitCode', 'restarts', 'container', 'event'];

/**
 * The steps of a JSON script, or a sentence that says what is wrong with it. `after` counts from the start of the
 * containers, not from the step before; the steps may not go back in time.
 */
export function parseScript(text: string): Step[] | string {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return 'the script is not JSON';
  }
  if (!Array.isArray(list) || list.length === 0) return 'the script is not a list of steps';
  const steps: Step[] = [];
  for (const [index, item] of list.entries()) {
    const step = parseStep(item);
    if (typeof step === 'string') return `step ${index + 1}: ${step}`;
    if (step.atMs < (steps.at(-1)?.atMs ?? 0)) return `step ${index + 1}: "after" counts from the start and lies before that of the step above`;
    steps.push(step);
  }
  return steps;
}

function parseStep(item: unknown): Step | string {
  if (!isRecord(item)) return 'is not an object';
  const unknown = Object.keys(item).find((key) => !keys.includes(key));
  if (unknown !== undefined) return `"${unknown}" is not one of ${keys.join(', ')}`;
  const atMs = item.after === undefined ? 0 : durationOf(item.after);
  if (atMs === undefined) return '"after" is not a duration such as 2s';
  const state = stateOf(item.state);
  if (state === undefined) return `"state" is not one of ${states.join(', ')}`;
  if (item.exitCode !== undefined && !Number.isInteger(item.exitCode)) return '"exitCode" is not a whole number';
  if (item.restarts !== undefined && !Number.isInteger(item.restarts)) return '"restarts" is not a whole number';
  const event = item.event === undefined ? undefined : eventOf(item.event);
  if (event === null) return '"event" needs "reason" and "message"';
  return {
    atMs,
    state,
    ready: item.ready === true,
    ...(typeof item.reason === 'string' && { reason: item.reason }),
    ...(typeof item.message === 'string' && { message: item.message }),
    ...(typeof item.exitCode === 'number' && { exitCode: item.exitCode }),
    ...(typeof item.restarts === 'number' && { restarts: item.restarts }),
    ...(typeof item.container === 'string' && { container: item.container }),
    ...(event && { event }),
  };
}

function durationOf(value: unknown): number | undefined {
  return typeof value === 'string' ? parseDuration(value) : undefined;
}

function stateOf(value: unknown): Step['state'] | undefined {
  return value === 'waiting' || value === 'running' || value === 'terminated' ? value : undefined;
}

function eventOf(value: unknown): NonNullable<Step['event']> | null {
  if (!isRecord(value) || typeof value.reason !== 'string' || typeof value.message !== 'string') return null;
  return { reason: value.reason, message: value.message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
