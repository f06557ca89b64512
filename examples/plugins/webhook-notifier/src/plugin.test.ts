import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { definePlugin } from '@sherpack/plugin-api';
import { createTestHost, sourceOf } from '@sherpack/plugin-kit/test-host';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import plugin from './plugin.ts';

const received: unknown[] = [];
let status = 200;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => { body += part.toString(); });
  request.on('end', () => {
    received.push(JSON.parse(body));
    response.writeHead(status).end();
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=hidden`;
});
beforeEach(() => { received.length = 0; status = 200; });
afterAll(() => { server.closeAllConnections(); server.close(); });

const installing = definePlugin({
  name: 'installing',
  apiVersion: '^1',
  setup: (sherpack) => sherpack.addOperation({ kind: 'install', summary: 'does nothing', requires: ['release'], stages: [], cluster: 'none' }),
});

function open() {
  return createTestHost({ plugins: [installing, sourceOf(plugin)], config: { 'webhook-notifier': { url } } });
}

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner: { describe, it, expect }, config: { url: 'http://127.0.0.1:1' } });

describe('webhook notifier', () => {
  it('tells the webhook once how an operation ended', async () => {
    const host = open();
    await host.run('install', { release: { name: 'demo', namespace: 'shop' } });
    await host.dispose();
    expect(received).toEqual([{ text: 'install of shop/demo succeeded', operation: 'install', release: { name: 'demo', namespace: 'shop' }, outcome: 'succeeded' }]);
  });

  it('does not disturb the operation when the webhook fails, and does not show its token', async () => {
    status = 500;
    const host = open();
    await host.run('install', { release: { name: 'demo', namespace: 'shop' } });
    await host.dispose();
    expect(host.logged.join()).toContain('it answered 500');
    expect(host.logged.join()).not.toContain('hidden');
  });
});
