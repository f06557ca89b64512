import { describe, expect, it } from 'vitest';
import { proxyAddress } from './proxy-address.ts';

describe('the proxy of the environment', () => {
  const PROXY = { HTTPS_PROXY: 'http://proxy.example:3128' };

  it.each([
    ['https://api.example', PROXY, 'http://proxy.example:3128'],
    ['https://api.example', { https_proxy: 'proxy.example:3128' }, 'http://proxy.example:3128'],
    ['http://api.example', PROXY, undefined],
    ['http://api.example', { HTTP_PROXY: 'http://p' }, 'http://p'],
    ['https://localhost:6443', PROXY, undefined],
    ['https://127.9.9.9', PROXY, undefined],
    ['https://[::1]:6443', PROXY, undefined],
    ['https://api.example', {}, undefined],
    ['https://api.example', { HTTPS_PROXY: '' }, undefined],
    ['https://api.example', { HTTPS_PROXY: '', https_proxy: 'p' }, 'http://p'],
    ['https://api.example', { HTTPS_PROXY: 'socks5://p:1080' }, 'socks5://p:1080'],
  ])('of %s under %j is %s', (server, environment, expected) => {
    expect(proxyAddress(server, environment)).toBe(expected);
  });

  it.each([
    ['https://api.example', '*', false],
    ['https://api.example', 'api.example', false],
    ['https://deep.api.example', 'api.example', false],
    ['https://myapi.example', 'api.example', true],
    ['https://api.example', '.api.example', true],
    ['https://deep.api.example', ' other , .API.example ', false],
    ['https://deep.api.example', '*.api.example', false],
    ['https://api.example:6443', 'api.example:443', true],
    ['https://api.example', 'api.example:443', false],
    ['https://10.1.2.3', '10.0.0.0/8', false],
    ['https://11.1.2.3', '10.0.0.0/8', true],
    ['https://10.1.2.3', '10.1.2.3', false],
    ['https://[fd00::5]', 'fd00::/8', false],
    ['https://[fe00::5]', 'fd00::/8', true],
    ['https://[fd00:1::5]', 'fd00::1/128', true],
    ['https://10.1.2.3', '10.1.2.0/31', true],
    ['https://10.1.2.3', '10.1.2.2/31', false],
    ['https://10.1.2.3', '10.0.0.0/x', true],
    ['https://10.1.2.3', '2.3', true],
    ['https://api.example', '10.0.0.0/8', true],
  ])('of %s with NO_PROXY "%s" is used: %s', (server, noProxy, used) => {
    expect(proxyAddress(server, { ...PROXY, NO_PROXY: noProxy }) !== undefined).toBe(used);
  });
});
