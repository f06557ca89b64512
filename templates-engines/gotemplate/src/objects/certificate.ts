import { Host } from '../value/host.ts';

/** Sprig's certificate: `.Cert` and `.Key`, both PEM. */
export class Certificate extends Host {
  readonly type = 'sprig.certificate';
  readonly kind = 'struct';
  readonly methods = {};
  readonly certificate: string;
  readonly key: string;

  constructor(certificate: string, key: string) {
    super();
    this.certificate = certificate;
    this.key = key;
  }

  override fields(): Readonly<Record<string, unknown>> {
    return { Cert: this.certificate, Key: this.key };
  }
}
