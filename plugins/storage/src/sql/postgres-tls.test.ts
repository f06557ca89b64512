import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, issueCertificate } from '@sherpack/control-plane/certificate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, findPostgres, startPostgres } from '../../fixtures/postgres-server.ts';
import type { PostgresServer } from '../../fixtures/postgres-server.ts';
import type { SqlConfig } from '../config.ts';
import { openPostgres } from './postgres.ts';

const bin = findPostgres();
const why = bin === undefined ? ' (skipped: no PostgreSQL server is installed here)' : '';

describe.skipIf(bin === undefined)(`PostgreSQL with TLS${why}`, () => {
  let server: PostgresServer;
  let [caFile, otherFile] = ['', ''];

  beforeAll(async () => {
    const [authority, other] = [await createAuthority(), await createAuthority()];
    server = await startPostgres(bin ?? '', ['-c', 'fsync=off'], await issueCertificate(authority, { name: 'database', hosts: ['127.0.0.1'] }));
    [caFile, otherFile] = [join(server.folder, 'ca.crt'), join(server.folder, 'other.crt')];
    writeFileSync(caFile, authority.certificate);
    writeFileSync(otherFile, other.certificate);
  }, 120_000);
  afterAll(() => server.stop());

  /** How the server sees the connection. */
  async function protocolOf(parameters: string, config: SqlConfig = {}, host = '127.0.0.1'): Promise<unknown> {
    const connection = await openPostgres(new URL(`${server.url().replace('127.0.0.1', host)}?${parameters}`), config);
    try {
      const { rows } = await connection.run('SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()', []);
      return rows[0];
    } finally {
      await connection.close();
    }
  }

  const TLS = { ssl: true, version: 'TLSv1.3' };

  it('is let in with the authority of its certificate, named in the configuration or in the address', async () => {
    expect(await protocolOf('sslmode=verify-full', { caFile })).toEqual(TLS);
    expect(await protocolOf(`sslmode=verify-full&sslrootcert=${caFile}`)).toEqual(TLS);
    expect(await protocolOf('', { caFile })).toEqual(TLS);
  });

  it.each([
    ['without the authority', () => ({}), /certificate/],
    ['with another authority', () => ({ caFile: otherFile }), /certificate/],
  ] as const)('is refused %s, in words that name the certificate and where to say whose it is', async (_when, configOf, says) => {
    const refusal = await protocolOf('sslmode=verify-full', configOf()).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'STORAGE_SQL_UNREACHABLE', exitCode: 5, message: expect.stringMatching(says), hint: expect.stringContaining('caFile') });
    expect(`${String(refusal)} ${JSON.stringify(refusal)}`).not.toContain(PASSWORD);
  });

  it('is refused under a name that its certificate does not have', async () => {
    await expect(protocolOf('sslmode=verify-full', { caFile }, 'localhost')).rejects.toMatchObject({ code: 'STORAGE_SQL_UNREACHABLE', message: expect.stringContaining('localhost') });
  });

  it('is encrypted and not checked with "require", and neither with "disable"', async () => {
    expect(await protocolOf('sslmode=require')).toEqual(TLS);
    expect(await protocolOf('sslmode=disable')).toEqual({ ssl: false, version: null });
  });

  it('says which file with an authority is not there', async () => {
    await expect(protocolOf('sslmode=verify-full', { caFile: join(server.folder, 'none.crt') })).rejects.toMatchObject({ code: 'STORAGE_FILE_FAILED', message: expect.stringContaining('none.crt') });
  });
});
