import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthority, issueCertificate } from './certificate.ts';

describe('issueCertificate', () => {
  it('signs a user with all groups, and servers with their addresses', async () => {
    const authority = await createAuthority();
    const issuer = new X509Certificate(authority.certificate);
    const user = new X509Certificate((await issueCertificate(authority, { name: 'system:ann, "A"', groups: ['g1', 'g2'] })).certificate);
    expect(issuer.ca).toBe(true);
    expect(user.verify(issuer.publicKey)).toBe(true);
    expect(user.subject.split('\n')).toEqual([String.raw`CN=system:ann\, \"A\"`, 'O=g1', 'O=g2']);
    expect(user.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    const server = new X509Certificate((await issueCertificate(authority, { name: 's', hosts: ['127.0.0.1', 'localhost'] })).certificate);
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(server.checkHost('localhost')).toBe('localhost');
  });
});
