import type { AddressInfo } from 'node:net';
import { createServer } from 'node:https';
import { noProcess } from '@sherpack/pod-behaviour/behaviour';
import type { Access } from '../kubeconfig.ts';
import type { PodRunner } from './pod-runner.ts';

/**
 * Answers what the API server asks a kubelet for `kubectl logs`: GET /containerLogs/NAMESPACE/POD/CONTAINER. Returns
 * the port. It shows the kubelet's own client certificate, which the API server does not check as long as it has no
 * `--kubelet-certificate-authority`. With `follow` the text comes at once and the answer ends; `tailLines` is kept.
 * Source: pkg/kubelet/server/server.go.
 */
export function serveLogs(access: Pick<Access, 'certificate' | 'key'>, pods: PodRunner): Promise<number> {
  const server = createServer({ cert: access.certificate, key: access.key }, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://kubelet');
    const [kind, namespace = '', name = ''] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const moment = kind === 'containerLogs' ? pods.momentOf(namespace, name) : undefined;
    response.statusCode = moment === undefined ? 404 : 200;
    response.setHeader('content-type', 'text/plain');
    response.end(moment === undefined ? `${noProcess}\n` : tail(moment.logs, url.searchParams.get('tailLines')));
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject).listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function tail(text: string, lines: string | null): string {
  if (lines === null) return text;
  const all = text.split('\n').slice(0, -1);
  const kept = all.slice(Math.max(0, all.length - Number(lines)));
  return kept.map((line) => `${line}\n`).join('');
}
