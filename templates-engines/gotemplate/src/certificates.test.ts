import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderText } from '../fixtures/render-text.ts';

function certificatesOf(template: string): readonly X509Certificate[] {
  const { text = '', error } = renderText(template);
  expect(error).toBe(undefined);
  return (text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem));
}

describe('certificates', () => {
  it('signs with an authority: names, addresses, days and the chain are as asked for', () => {
    const [authority, leaf] = certificatesOf('{{ $ca := genCA "my ca" 365 }}{{ $ca.Cert }}{{ (genSignedCert "web" (list "10.0.0.1" "fd00::1") (list "web.team.svc" "*.example.com") 30 $ca).Cert }}');
    expect(authority?.ca).toBe(true);
    expect(authority?.verify(authority.publicKey)).toBe(true);
    expect(leaf?.ca).toBe(false);
    expect(leaf?.verify(authority?.publicKey ?? createPublicKey(''))).toBe(true);
    expect(leaf?.checkIssued(authority as X509Certificate)).toBe(true);
    expect([leaf?.subject, leaf?.issuer, leaf?.subjectAltName]).toEqual(['CN=web', 'CN=my ca', 'DNS:web.team.svc, DNS:*.example.com, IP Address:10.0.0.1, IP Address:FD00:0:0:0:0:0:0:1']);
    expect(leaf?.checkHost('x.example.com')).toBe('*.example.com');
    expect([leaf?.validFrom, leaf?.validTo]).toEqual(['Nov 14 22:13:20 2023 GMT', 'Dec 14 22:13:20 2023 GMT']);
    expect(leaf?.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it.each(['ecdsa', 'ed25519'])('signs with a given %s key, and certifies it', (type) => {
    const { text = '' } = renderText(`{{ $k := genPrivateKey "${type}" }}{{ $c := genSelfSignedCertWithKey "own" nil (list "own") 1 $k }}{{ $c.Cert }}{{ $k }}{{ eq $c.Key $k }}`);
    const [pem = ''] = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(text) ?? [];
    const certificate = new X509Certificate(pem);
    const [key = ''] = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?-----END [A-Z ]*PRIVATE KEY-----/.exec(text) ?? [];
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(text.endsWith('true')).toBe(true);
  });

  it('gives the same certificate for the same random bytes, so that rendering again changes nothing', () => {
    const template = '{{ with genCA "ca" 1 }}{{ .Cert }}{{ .Key }}{{ end }}';
    expect(renderText(template, { fixedRandom: true })).toEqual(renderText(template, { fixedRandom: true }));
  });

  it('takes certificates from outside', () => {
    const { text } = renderText('{{ $ca := genCA "ca" 1 }}{{ $own := buildCustomCert (b64enc $ca.Cert) (b64enc $ca.Key) }}{{ eq $own.Cert $ca.Cert }}');
    expect(text).toBe('true');
    expect(renderText('{{ buildCustomCert "eA==" "eA==" }}').error).toContain('unable to decode certificate');
  });
});
