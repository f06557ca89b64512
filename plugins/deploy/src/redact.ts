import { Buffer } from 'node:buffer';
import type { Path, Plan, PlanStep } from '@sherpack/plugin-api';
import { isObject, valueAt } from '@sherpack/plugin-api';

/** Shorter texts stand in any sentence. */
const SHORTEST = 4;

/**
 * Makes words of the cluster fit to be shown and stored: controllers and kubelets quote commands and values in
 * statuses, and those of another object than the one they speak of may be secret.
 */
export function createRedactor(plan: Plan): (words: string) => string {
  const texts = [...new Set(plan.steps.flatMap(secretsOf))].filter((text) => text.length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  return (words) => texts.reduce((clean, text) => clean.replaceAll(text, '(secret)'), words);
}

function secretsOf({ ref, desired, secretPaths }: PlanStep): readonly string[] {
  const isSecret = ref.kind === 'Secret' && ref.apiVersion === 'v1';
  const marked: readonly Path[] = isSecret ? [['stringData'], ...secretPaths] : secretPaths;
  const texts = marked.flatMap((path) => leavesOf(valueAt(desired, path)));
  const data = isSecret ? leavesOf(valueAt(desired, ['data'])) : [];
  return [...texts, ...texts.map(encoded), ...data, ...data.map(decoded)];
}

function leavesOf(value: unknown): readonly string[] {
  if (value === undefined || value === null || typeof value === 'boolean') return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [String(value)];
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
