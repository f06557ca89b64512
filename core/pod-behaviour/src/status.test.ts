import { describe, expect, it } from 'vitest';
import { behaviourAnnotation, logsAnnotation, podBehaviour } from './behaviour.ts';
import type { Pod, PodSpec } from './pod.ts';
import { statusAt, type PodMoment } from './status.ts';

const start = Date.parse('2026-01-01T00:00:00Z');

function pod(behaviour: string, spec: Partial<PodSpec> = {}, annotations: Record<string, string> = {}): Pod {
  return {
    metadata: { name: 'web', namespace: 'shop', uid: 'u1', generation: 3, annotations: { [behaviourAnnotation]: behaviour, ...annotations } },
    spec: { restartPolicy: 'Always', containers: [{ name: 'app', image: 'web:1' }], ...spec },
  };
}

function at(subject: Pod, elapsedMs: number): PodMoment {
  return statusAt(subject, podBehaviour(subject), elapsedMs, new Date(start + elapsedMs));
}

function condition(moment: PodMoment, type: string): unknown {
  const { status, reason } = moment.status.conditions.find((one) => one.type === type) ?? {};
  return reason === undefined ? status : `${status} ${reason}`;
}

/** Follows nextChangeMs to the end, as a kubelet does. */
function end(subject: Pod): PodMoment {
  let moment = at(subject, 0);
  while (moment.nextChangeMs !== undefined) moment = at(subject, moment.nextChangeMs);
  return moment;
}

describe('statusAt', () => {
  it('creates, then runs', () => {
    const subject = pod('ready');
    const before = at(subject, 0);
    expect(before).toMatchObject({ nextChangeMs: 100, logs: '', events: [] });
    expect(before.status).toMatchObject({ phase: 'Pending', startTime: '2026-01-01T00:00:00Z', hostIP: '127.0.0.1', observedGeneration: 3 });
    expect(before.status.containerStatuses[0]).toMatchObject({ ready: false, state: { waiting: { reason: 'ContainerCreating' } } });
    const after = at(subject, 100);
    expect(after.nextChangeMs).toBeUndefined();
    expect(after.status.phase).toBe('Running');
    expect(after.status.podIP).toMatch(/^10\.244\./);
    expect(condition(after, 'Ready')).toBe('True');
    expect(after.status.containerStatuses[0]).toEqual({
      name: 'app', image: 'web:1', imageID: 'sandbox://image/web:1', containerID: 'sandbox://u1/app/0', ready: true, started: true,
      restartCount: 0, state: { running: { startedAt: '2026-01-01T00:00:00Z' } }, lastState: {},
    });
  });

  it('ends in CrashLoopBackOff with five restarts, Running and not ready', () => {
    const subject = pod('crash-loop');
    const last = end(subject);
    expect(last.status.phase).toBe('Running');
    expect(condition(last, 'Ready')).toBe('False ContainersNotReady');
    expect(condition(last, 'ContainersReady')).toBe('False ContainersNotReady');
    expect(last.status.containerStatuses[0]).toMatchObject({
      ready: false,
      started: false,
      restartCount: 5,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 160s restarting failed container=app pod=web_shop(u1)' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error', containerID: 'sandbox://u1/app/5' } },
    });
    expect(last.events.filter((event) => event.type === 'Warning')).toHaveLength(5);
    expect(last.events.at(-1)).toMatchObject({ reason: 'BackOff', message: 'Back-off restarting failed container app in pod web_shop(u1)', fieldPath: 'spec.containers{app}' });
  });

  it('restarts at once after the first crash', () => {
    const crashed = at(pod('crash-loop'), 350);
    expect(crashed.status.containerStatuses[0]?.state.terminated?.exitCode).toBe(1);
    expect(at(pod('crash-loop'), 450).status.containerStatuses[0]).toMatchObject({ restartCount: 1, state: { running: {} } });
  });

  it('stays Pending when the image cannot be had', () => {
    const last = end(pod('image-pull'));
    expect(last.status.phase).toBe('Pending');
    expect(last.status.containerStatuses[0]).toMatchObject({ restartCount: 0, lastState: {}, imageID: '', state: { waiting: { reason: 'ImagePullBackOff' } } });
    const pulled = ['Warning Failed', 'Warning Failed', 'Normal BackOff', 'Warning Failed'];
    expect(last.events.map((event) => `${event.type} ${event.reason}`)).toEqual([...pulled, ...pulled]);
  });

  it('is ready first and then crashes', () => {
    const subject = pod('ready-then-crash:1s');
    expect(condition(at(subject, 500), 'Ready')).toBe('True');
    expect(condition(at(subject, 1100), 'Ready')).toBe('False ContainersNotReady');
    expect(end(subject).status.containerStatuses[0]?.state.waiting?.reason).toBe('CrashLoopBackOff');
  });

  it('says OOMKilled', () => {
    expect(end(pod('oom')).status.containerStatuses[0]?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('never becomes ready but runs', () => {
    const last = end(pod('never-ready'));
    expect(last.status.phase).toBe('Running');
    expect(last.status.containerStatuses[0]).toMatchObject({ ready: false, started: true });
    expect(last.events.at(-1)).toMatchObject({ type: 'Warning', reason: 'Unhealthy' });
  });

  it.each([
    ['succeed', 'Never', 'Succeeded', 'False PodCompleted'],
    ['succeed', 'OnFailure', 'Succeeded', 'False PodCompleted'],
    ['fail', 'Never', 'Failed', 'False PodFailed'],
    ['fail', 'OnFailure', 'Running', 'False ContainersNotReady'],
    ['fail', 'Always', 'Running', 'False ContainersNotReady'],
    ['crash-loop', 'Never', 'Failed', 'False PodFailed'],
  ])('%s with restart policy %s ends %s', (behaviour, restartPolicy, phase, ready) => {
    const last = end(pod(behaviour, { restartPolicy }));
    expect(last.status.phase).toBe(phase);
    expect(condition(last, 'Ready')).toBe(ready);
  });

  it('plays a script per container', () => {
    const script = '[{"after":"1s","state":"running","ready":true},{"after":"2s","state":"terminated","exitCode":3,"container":"side"}]';
    const last = end(pod(script, { restartPolicy: 'Never', containers: [{ name: 'app' }, { name: 'side' }] }));
    expect(last.status.phase).toBe('Running');
    expect(last.status.containerStatuses.map((one) => one.ready)).toEqual([true, false]);
    expect(last.status.containerStatuses[1]?.state.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
  });

  it('takes restarts from the script', () => {
    const script = '[{"after":"0s","state":"terminated","exitCode":1},{"after":"0s","state":"waiting","reason":"CrashLoopBackOff","restarts":7}]';
    expect(at(pod(script), 0).status.containerStatuses[0]).toMatchObject({ restartCount: 7, lastState: { terminated: { exitCode: 1 } } });
  });
});

describe('init containers', () => {
  const initContainers = [{ name: 'one' }, { name: 'proxy', restartPolicy: 'Always' }, { name: 'two' }];

  it('run in order before the others, sidecars go on', () => {
    const subject = pod('ready', { initContainers });
    const first = at(subject, 10);
    expect(condition(first, 'Initialized')).toBe('False ContainersNotInitialized');
    expect(first.status.phase).toBe('Pending');
    expect(first.status.containerStatuses[0]?.state.waiting?.reason).toBe('PodInitializing');
    expect(first.status.initContainerStatuses?.map((one) => Object.keys(one.state)[0])).toEqual(['running', 'waiting', 'waiting']);
    const last = end(subject);
    expect(condition(last, 'Ready')).toBe('True');
    expect(last.status.initContainerStatuses?.map((one) => Object.keys(one.state)[0])).toEqual(['terminated', 'running', 'terminated']);
  });

  it('hold the pod back when a script lets one fail', () => {
    const script = '[{"state":"terminated","exitCode":1,"container":"one"},{"after":"1s","state":"waiting","reason":"CrashLoopBackOff","container":"one"}]';
    const last = end(pod(script, { initContainers: [{ name: 'one' }] }));
    expect(last.status.phase).toBe('Pending');
    expect(last.status.initContainerStatuses?.[0]).toMatchObject({ state: { waiting: { reason: 'CrashLoopBackOff' } } });
    expect(last.events.at(-1)).toMatchObject({ reason: 'BackOff', fieldPath: 'spec.initContainers{one}' });
  });

  it('stop with the pod where they are sidecars', () => {
    const last = end(pod('succeed', { restartPolicy: 'Never', initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }));
    expect(last.status.phase).toBe('Succeeded');
    expect(last.status.initContainerStatuses?.[0]?.state.terminated?.exitCode).toBe(0);
  });
});

describe('conditions', () => {
  const gate = 'example.com/open';

  it('wait for readiness gates and keep what others wrote', () => {
    const subject = pod('ready', { readinessGates: [{ conditionType: gate }] });
    expect(condition(at(subject, 100), 'Ready')).toBe('False ReadinessGatesNotReady');
    const open = at({ ...subject, status: { conditions: [{ type: gate, status: 'True' }] } }, 100);
    expect(condition(open, 'Ready')).toBe('True');
    expect(condition(open, gate)).toBe('True');
  });

  it('keep the time of the last change', () => {
    const subject = pod('ready');
    const first = at(subject, 100);
    const later = at({ ...subject, status: first.status }, 60_000);
    expect(later.status.conditions).toEqual(first.status.conditions);
  });
});

describe('logs', () => {
  it('are those of an init container that keeps crashing too', () => {
    const subject = pod('crash-loop@migrate', { initContainers: [{ name: 'migrate' }] }, { [logsAnnotation]: 'no such table' });
    const last = end(subject);
    expect(last.status.initContainerStatuses?.[0]).toMatchObject({ restartCount: 5, state: { waiting: { reason: 'CrashLoopBackOff' } } });
    expect(last.logs).toBe('no such table\n');
  });

  it('are those of the annotation once a container runs', () => {
    const subject = pod('ready', {}, { [logsAnnotation]: 'hello' });
    expect(at(subject, 0).logs).toBe('');
    expect(at(subject, 100).logs).toBe('hello\n');
  });

  it('tell starts and ends otherwise', () => {
    expect(end(pod('fail', { restartPolicy: 'Never' })).logs).toBe('started\nended with exit code 1\n');
  });
});
