import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('registry', {
  REFERENCE: (reference: string, why: string) => ({
    message: `${withoutUser(reference)} cannot be fetched: ${why}`,
    hint: 'The forms are oci://HOST/PATH:VERSION, https://HOST/NAME-VERSION.tgz, REPOSITORY/NAME, and NAME with --repo URL.',
    location: { input: withoutUser(reference) },
    exitCode: 2,
  }),
  NOT_FOUND: (what: string, known: readonly string[], suggestion?: string) => ({
    message: `there is no ${what}`,
    hint: whatElse(known, suggestion),
    exitCode: 2,
  }),
  UNREACHABLE: (host: string, cause: unknown, proxy: string | undefined) => ({
    message: `${host} cannot be reached${proxy === undefined ? '' : ` through the proxy ${proxy}`}: ${cause instanceof Error ? reasonOf(cause) : String(cause)}`,
    hint: proxy === undefined
      ? 'Check the address and the network. --plain-http reaches a registry without TLS, --ca-file names its certificate authority.'
      : `Check the proxy, its user and password, or add ${host} to NO_PROXY if it is reached without one.`,
    location: { input: host },
    cause,
    exitCode: 5,
  }),
  PROXY: (variable: string) => ({
    message: `the variable ${variable} holds no address of a proxy`,
    hint: 'Its form is http://USER:PASSWORD@HOST:PORT; https:// and socks5:// are known too. NO_PROXY lists the hosts that need none.',
    exitCode: 2,
  }),
  FORBIDDEN: (host: string, status: number, asked: boolean) => ({
    message: `${host} refuses access (${status})`,
    hint: asked ? 'The credentials that were sent do not suffice: check user, password and rights.' : `Log in with "docker login ${host}" or "helm registry login ${host}", or use --username and --password.`,
    location: { input: host },
    exitCode: 5,
  }),
  ANSWER: (url: string, what: string) => ({
    message: `${url} ${what}`,
    hint: 'Check that the address is that of a registry or a chart repository.',
    location: { input: url },
    exitCode: 5,
  }),
  DIGEST: (what: string, wanted: string, is: string) => ({
    message: `${what} is not what was asked for: its digest is ${is}, not ${wanted}`,
    hint: 'Nothing of it was used. Somebody or something has changed it on the way; fetch again, and ask the registry\'s people if it stays so.',
    location: { input: what },
    exitCode: 6,
  }),
  TOO_LARGE: (url: string, limit: number) => ({
    message: `${url} has more than ${limit} bytes`,
    hint: 'Raise "pack.limits.totalSize" in the configuration if you trust the source.',
    location: { input: url },
    exitCode: 4,
  }),
  FILE: (file: string, cause: unknown) => ({
    message: `${file} cannot be read`,
    hint: 'Check that the file is there, that you may read it, and that its content is well-formed.',
    location: { file },
    cause,
    exitCode: 2,
  }),
});

/** Without user and password, which people write into addresses. */
export function withoutUser(reference: string): string {
  return reference.replace(/^([a-z0-9+.-]+:\/\/)?[^/@]*@(?!sha256:)/i, '$1');
}

function whatElse(known: readonly string[], suggestion: string | undefined): string {
  if (suggestion !== undefined) return `Did you mean "${suggestion}"?`;
  return known.length === 0 ? 'Check the name; "helm repo add" makes a repository known, oci:// and --repo need none.' : `There are: ${known.join(', ')}.`;
}

function reasonOf(error: Error): string {
  const { code } = error as { readonly code?: string };
  if (code === 'EPROTO' && error.message.includes('wrong version number')) return 'it does not speak TLS';
  // The second is how hpagent says what a proxy answered.
  return code ?? error.message.replace(/^Bad response: /, 'it answers with ');
}
