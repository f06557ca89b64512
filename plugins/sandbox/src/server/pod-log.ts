import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target } from './context.ts';
import { podLogLines } from '../controllers/pod-log-lines.ts';
import { badRequest } from './status-error.ts';
import { liveObject } from './write.ts';
import { readList, readString } from '../schemas/json-path.ts';

/** GET pods/NAME/log: what the pretended container has printed so far; nothing before the pod is on a node. */
export function podLog(ctx: ServerContext, target: Target, query: URLSearchParams): string {
  const pod = liveObject(ctx, target);
  containerFor(pod, query.get('container'));
  if (!readString(pod, 'spec', 'nodeName')) return '';
  const lines = podLogLines(ctx, pod);
  const tail = Number(query.get('tailLines') ?? Number.NaN);
  const shown = Number.isNaN(tail) ? lines : lines.slice(Math.max(0, lines.length - tail));
  return shown.map((line) => `${line}\n`).join('');
}

/** The container that is meant. Throws the server's words when it is not there, or not clear. */
export function containerFor(pod: KubeObject, wanted: string | null): string {
  const { name = '' } = pod.metadata;
  const namesIn = (list: string): string[] => readList(pod, 'spec', list).map((container) => String(container['name']));
  const [main, init] = [namesIn('containers'), namesIn('initContainers')];
  if (wanted !== null && wanted !== '') {
    if ([...main, ...init, ...namesIn('ephemeralContainers')].includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  if (main.length === 1) return main[0] ?? '';
  const others = init.length === 0 ? '' : ` or one of the init containers: [${init.join(' ')}]`;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${main.join(' ')}]${others}`);
}
