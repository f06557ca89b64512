import type { ServerContext, Target } from './context.ts';
import { podLogLines } from '../controllers/pod-log-lines.ts';
import { badRequest } from './status-error.ts';
import { liveObject } from './write.ts';
import { readList } from '../schemas/json-path.ts';

/** GET pods/NAME/log: what the pretended container has printed so far. */
export function podLog(ctx: ServerContext, target: Target, query: URLSearchParams): string {
  const pod = liveObject(ctx, target);
  const names = readList(pod, 'spec', 'containers').map((container) => String(container['name']));
  const container = query.get('container') ?? (names.length === 1 ? names[0] : undefined);
  if (container === undefined) throw badRequest(`a container name must be specified for pod ${target.name}, choose one of: [${names.join(' ')}]`);
  const lines = podLogLines(ctx, pod);
  const tail = Number(query.get('tailLines') ?? Number.NaN);
  const shown = Number.isNaN(tail) ? lines : lines.slice(Math.max(0, lines.length - tail));
  return shown.map((line) => `${line}\n`).join('');
}
