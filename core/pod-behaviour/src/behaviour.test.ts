import { describe, expect, it } from 'vitest';
import { behaviourAnnotation, podBehaviour } from './behaviour.ts';
import { parseDuration } from './duration.ts';
import type { Pod } from './pod.ts';

function pod(behaviour?: string, restartPolicy = 'Always', ownerKind = 'ReplicaSet'): Pod {
  return {
    metadata: { name: 'web', ownerReferences: [{ kind: ownerKind }], annotations: behaviour === undefined ? {} : { [behaviourAnnotation]: behaviour } },
    spec: { restartPolicy, containers: [{ name: 'app', image: 'web:1' }] },
  };
}

describe('podBehaviour', () => {
  it('makes pods ready without an annotation', () => {
    expect(podBehaviour(pod())).toEqual({ name: 'ready', steps: [{ atMs: 100, state: 'running', ready: true }] });
  });

  it.each([['Never', 'Pod'], ['OnFailure', 'Pod'], ['Never', 'Job']])('lets a pod with restart policy %s of a %s succeed', (policy, kind) => {
    expect(podBehaviour(pod(undefined, policy, kind)).name).toBe('succeed');
  });

  it('takes a duration behind the name', () => {
    expect(podBehaviour(pod('slow:2s')).steps.at(-1)).toEqual({ atMs: 2000, state: 'running', ready: true });
  });

  it('gives a behaviour to one container and leaves the others as they are', () => {
    const two = pod('image-pull@proxy');
    const steps = podBehaviour({ ...two, spec: { ...two.spec, initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] } }).steps;
    expect(steps.filter(({ container }) => container === 'app').map(({ state, ready }) => [state, ready])).toEqual([['running', true]]);
    expect(steps.filter(({ container }) => container === 'proxy').map(({ reason }) => reason)).toEqual(['ErrImagePull', 'ImagePullBackOff', 'ErrImagePull', 'ImagePullBackOff']);
  });

  it('crashes until its time has come', () => {
    const { steps } = podBehaviour(pod('crash-until:4s'));
    expect(steps.at(-1)).toEqual({ atMs: 4000, state: 'running', ready: true });
    expect(steps.filter(({ reason }) => reason === 'CrashLoopBackOff')).toHaveLength(3);
  });

  it('reads a script', () => {
    const script = '[{"after":"2s","state":"running","ready":true},{"after":"5s","state":"terminated","exitCode":1,"reason":"Error"}]';
    expect(podBehaviour(pod(script))).toEqual({
      name: 'script',
      steps: [
        { atMs: 2000, state: 'running', ready: true },
        { atMs: 5000, state: 'terminated', ready: false, exitCode: 1, reason: 'Error' },
      ],
    });
  });

  it.each([
    ['redy', '"redy" is not one of ready, slow, never-ready, crash-loop, ready-then-crash, oom, succeed, fail, crash-until, image-pull, '],
    ['crash-loop@nobody', 'the pod has no container "nobody"'],
    ['constructor', '"constructor" is not one of'],
    ['slow:soon', '"soon" is not a duration such as 5s'],
    ['[{', 'the script is not JSON'],
    ['[]', 'the script is not a list of steps'],
    ['[{"after":"2s","state":"up"}]', 'step 1: "state" is not one of waiting, running, terminated'],
    ['[{"after":2,"state":"running"}]', 'step 1: "after" is not a duration such as 2s'],
    ['[{"state":"running","exit":1}]', 'step 1: "exit" is not one of'],
    ['[{"after":"2s","state":"running"},{"after":"1s","state":"running"}]', 'step 2: "after" counts from the start'],
  ])('shows what is wrong with %s in the pod', (text, problem) => {
    const behaviour = podBehaviour(pod(text));
    expect(behaviour.name).toBe('invalid');
    expect(behaviour.steps[0]?.reason).toBe('InvalidBehaviour');
    expect(behaviour.steps[0]?.message).toContain(problem);
  });
});

describe('parseDuration', () => {
  it.each([['0', 0], ['500ms', 500], ['5s', 5000], ['1m30s', 90_000], ['1.5s', 1500]])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '-5s', '5 s', '5d'])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
