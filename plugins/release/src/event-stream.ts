import type { JsonObject, OperationEvent, Plan } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';

/** Events as lines of JSON for programs that look on: `-o json` writes them on standard error, the result on standard output. */
export function streamEvents(write: (line: string) => void): (event: OperationEvent) => void {
  return (event) => {
    const data = dataOf(event);
    if (data !== undefined) write(stringifyJson({ time: new Date().toISOString(), type: event.type, ...data }));
  };
}

function dataOf(event: OperationEvent): JsonObject | undefined {
  switch (event.type) {
    case 'operation-started': return { operation: event.operation.kind, release: event.operation.release };
    case 'stage-started': return { stage: event.stage };
    case 'plan-ready': return { revision: event.plan.revision, steps: countsOf(event.plan) };
    case 'step-started': return { ...event.ref, action: event.action };
    case 'step-progress': return { ...event.ref, message: event.message };
    case 'log': return { ...event.ref, container: event.container, text: event.text };
    case 'step-finished': return { ...event.ref, action: event.action, error: event.error === undefined ? undefined : { code: event.error.code, message: event.error.message } };
    case 'warning': return { message: event.message };
    case 'revision-stored': return { ...event.revision };
    case 'operation-finished': return { outcome: event.outcome, error: event.error === undefined ? undefined : { code: event.error.code, message: event.error.message } };
  }
}

function countsOf({ steps }: Plan): JsonObject {
  const counts: Record<string, number> = {};
  for (const { action } of steps) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}
