export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

const BLOCK = /-----BEGIN ([^-\r\n]+)-----\r?\n(?:[^\n:]+: [^\n]*\n)*\s*([A-Za-z0-9+/=\s]*?)-----END \1-----/;

export function readPem(text: string): PemBlock | undefined {
  const found = BLOCK.exec(text);
  return found === null ? undefined : { label: found[1] ?? '', bytes: Buffer.from((found[2] ?? '').replaceAll(/\s/g, ''), 'base64') };
}

export function writePem(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join('')}-----END ${label}-----\n`;
}
