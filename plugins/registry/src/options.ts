import { defineOptions } from '@sherpack/plugin-api';

const GROUP = 'Fetching';

/** Where packs come from, for every command that takes one. */
export const options = defineOptions({
  version: { type: 'string', group: GROUP, placeholder: 'RANGE', description: 'Version of a fetched pack, or a range of versions; the newest when it is left out' },
  repo: { type: 'string', group: GROUP, placeholder: 'URL', description: 'Chart repository that the pack is a name in' },
  devel: { type: 'boolean', group: GROUP, description: 'Take pre-releases too' },
  username: { type: 'string', group: GROUP, placeholder: 'NAME', description: 'User at the registry or repository' },
  password: { type: 'string', group: GROUP, placeholder: 'TEXT', description: 'Password at the registry or repository' },
  plainHttp: { type: 'boolean', group: GROUP, description: 'Reach the registry by HTTP' },
  caFile: { type: 'string', group: GROUP, placeholder: 'FILE', description: 'Certificate authority of the registry or repository' },
  certFile: { type: 'string', group: GROUP, placeholder: 'FILE', description: 'Certificate that this client shows' },
  keyFile: { type: 'string', group: GROUP, placeholder: 'FILE', description: 'Key of that certificate' },
  insecureSkipTlsVerify: { type: 'boolean', group: GROUP, description: 'Accept any certificate of the registry or repository' },
  passCredentials: { type: 'boolean', hidden: true, description: '', refused: 'Credentials are never sent to another host than theirs.' },
  verify: { type: 'boolean', hidden: true, description: '', refused: 'Provenance files are not checked; digests are.' },
  keyring: { type: 'string', hidden: true, description: '', refused: 'Provenance files are not checked; digests are.' },
});
