import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('http-storage', {
  NO_URL: () => ({
    message: 'the storage driver "http" has no server',
    hint: 'Name it in the configuration: storage: { driver: "http", http: { url: "http://127.0.0.1:7480" } }.',
    exitCode: 2,
  }),
  UNREACHABLE: (url: string, cause: unknown) => ({
    message: `the release server ${url} does not answer`,
    hint: 'Start it, or correct storage.http.url.',
    cause,
    exitCode: 5,
  }),
  REFUSED: (what: string, status: number) => ({
    message: `the release server answered ${status} to ${what}`,
    hint: status === 413 ? 'The record is larger than the server takes.' : undefined,
  }),
});
