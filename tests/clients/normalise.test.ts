import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';

function get(output: string): string {
  return normalise('kubectl get pods', output, 'node-1');
}

describe('normalise', () => {
  it.each([
    ['uid: 01234567-89ab-cdef-0123-456789abcdef', 'uid: <uid>'],
    ['creationTimestamp: "2026-01-01T00:00:00Z"', 'creationTimestamp: "<time>"'],
    ['Start Time:       Thu, 01 Jan 2026 00:00:00 +0000', 'Start Time:  <time>'],
    ['LAST DEPLOYED: Thu Jan  1 00:00:00 2026', 'LAST DEPLOYED: <time>'],
    ['resourceVersion: "123"', 'resourceVersion: "<version>"'],
    ['web-5d4f8c7b9x-2k4lz   1/1     Running   0   12s', 'web-<name>  1/1  Running  0  <age>'],
    ['crash   0/1   CrashLoopBackOff   5 (20s ago)   30s', 'crash  0/1  CrashLoopBackOff  5 (<age>)  <age>'],
    ['I1128 12:56:24.524379  21779 reflector.go:578] "Warning: watch ended with error" err="context canceled"\nError: x', 'Error: x'],
    ['I1128 12:56:24.524379  21779 request.go:752] "Waited before sending request" delay="1.1s" reason="client-side throttling, not priority and fairness" verb="GET"\nError: x', 'Error: x'],
    ['4s (x3 over 12s)   Warning   BackOff', '<age>  Warning  BackOff'],
    ['server: http://127.0.0.1:4567/token/abc', 'server: <server>'],
    ['10.0.0.1:80', '<address>:80'],
    ['80:30123/TCP', '80:<nodePort>/TCP'],
    ['Node: node-1/127.0.0.1', 'Node: <node>/<address>'],
  ])('leaves what may differ out of %s', (output, expected) => {
    expect(get(output)).toBe(expected);
  });

  it('leaves everything else as it is', () => {
    const output = 'deployment.apps/web condition met\nimage: example.com/web:1 period=10s replicas: 3 port 8080 node-10\n';
    expect(get(output)).toBe(output);
  });

  it('puts events into one order and takes no notice of how far a rollout had come', () => {
    expect(normalise('kubectl get events', 'b\na', 'n')).toBe('a\nb');
    const progress = 'Waiting for deployment "web" rollout to finish: 0 of 2 updated replicas are available...\ndeployment "web" successfully rolled out\n';
    expect(normalise('kubectl rollout status deployment/web', progress, 'n')).toBe('deployment "web" successfully rolled out\n');
  });

  it('leaves out the events of which some were combined by chance, and no others', () => {
    const rows = ['<age>  Normal  Scaling  deployment/web  (combined from similar events): Scaled up', '<age>  Normal  Scaling  deployment/web  Scaled down', '<age>  Normal  Scaling  deployment/web-2  Scaled down'];
    expect(normalise('kubectl get events', rows.join('\n'), 'n')).toBe('<age>  Normal  Scaling  deployment/web-2  Scaled down');
  });

  it('takes no notice of what a rollout waited for', () => {
    const progress = 'Waiting for deployment spec update to be observed...\nWaiting for partitioned roll out to finish: 1 out of 2 new pods have been updated...\nwaiting for statefulset rolling update to complete 1 pods at revision db-5d4f8c7b9x...\ndone\n';
    expect(normalise('kubectl rollout status statefulset/db', progress, 'n')).toBe('done\n');
  });

  it('sorts rows only where their names are generated', () => {
    expect(get('NAME       AGE\nb          1d\na          1d')).toBe('NAME  AGE\nb  <age>\na  <age>');
    expect(get('web-zzzzz   1\nweb-bbbbb   0')).toBe('web-<name>  0\nweb-<name>  1');
  });

  it('keeps fields and types of an explanation, not its prose', () => {
    expect(normalise('kubectl explain pod.spec', 'FIELDS:\n  hostname\t<string>\n    Prose about it.\n', 'n')).toBe('FIELDS:\n  hostname  <string>');
  });
});
