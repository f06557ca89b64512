import { parseDuration } from './duration.ts';
import { behaviourNames, namedSteps } from './named.ts';
import type { Pod } from './pod.ts';
import { parseScript } from './script.ts';
import type { Step } from './step.ts';

/**
 * Says what the pod does: a name (`crash-loop`), a name with a duration (`slow:5s`), either of one container only
 * (`crash-loop@migrate`), or a JSON list of steps.
 */
export const behaviourAnnotation = 'sandbox.sherpack.io/behaviour';

/** The text that every container of the pod logs. */
export const logsAnnotation = 'sandbox.sherpack.io/logs';

/** What a node says to whoever wants to run or see something inside of a pod. */
export const noProcess = 'a pretended pod runs no process';

/** What one pod does over time. Plain data: it may be stored and sent. */
export interface Behaviour {
  /** The name written by the user, `script`, or `invalid`. */
  readonly name: string;
  readonly steps: readonly Step[];
  readonly logs?: string;
}

/**
 * What the pod's annotations ask for. Without one, pods that are meant to end (those of Jobs, or with a restart
 * policy other than Always) succeed, all others become ready. An annotation that cannot be read is shown in the
 * pod's own status instead of being passed over, because a test that misspells it would pass for the wrong reason.
 */
export function podBehaviour(pod: Pod): Behaviour {
  const annotations = pod.metadata.annotations ?? {};
  const text = annotations[behaviourAnnotation]?.trim() || defaultName(pod);
  const logs = annotations[logsAnnotation];
  return { ...read(text, pod), ...(logs !== undefined && { logs }) };
}

function defaultName(pod: Pod): string {
  const ends = pod.spec.restartPolicy === 'Never' || pod.spec.restartPolicy === 'OnFailure';
  const job = pod.metadata.ownerReferences?.some((owner) => owner.kind === 'Job') ?? false;
  return ends || job ? 'succeed' : 'ready';
}

function read(text: string, pod: Pod): Behaviour {
  if (text.startsWith('[')) {
    const steps = parseScript(text);
    return typeof steps === 'string' ? invalid(steps) : { name: 'script', steps };
  }
  const [word = '', container] = text.split('@');
  const colon = word.indexOf(':');
  const name = colon === -1 ? word : word.slice(0, colon);
  const duration = colon === -1 ? undefined : parseDuration(word.slice(colon + 1));
  if (colon !== -1 && duration === undefined) return invalid(`"${word.slice(colon + 1)}" is not a duration such as 5s`);
  const steps = namedSteps(name, pod, duration);
  if (steps === undefined) return invalid(`"${name}" is not one of ${behaviourNames.join(', ')}`);
  return container === undefined ? { name, steps } : ofContainer(name, steps, container, pod);
}

/** The other containers of the pod do what they would do without the annotation. */
function ofContainer(name: string, steps: readonly Step[], container: string, pod: Pod): Behaviour {
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  if (!all.some((one) => one.name === container)) return invalid(`the pod has no container "${container}"`);
  const others = pod.spec.containers.filter((one) => one.name !== container);
  const usual = others.flatMap((one) => (namedSteps(defaultName(pod), pod) ?? []).map((step) => ({ ...step, container: one.name })));
  return { name, steps: [...usual, ...steps.map((step) => ({ ...step, container }))].toSorted((a, b) => a.atMs - b.atMs) };
}

function invalid(problem: string): Behaviour {
  const message = `annotation ${behaviourAnnotation}: ${problem}`;
  const step: Step = { atMs: 0, state: 'waiting', ready: false, reason: 'InvalidBehaviour', message };
  return { name: 'invalid', steps: [step] };
}
