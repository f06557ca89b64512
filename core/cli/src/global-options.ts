import { defineOptions } from '@sherpack/plugin-api';

/** Flags in this group that a plugin adds to a command are handed to the cluster variant, by key, as overrides. */
export const CLUSTER_GROUP = 'Cluster flags';
const NO_REPOSITORIES = 'Sherpack keeps no list of repositories; name the source in the pack reference or in the configuration.';

/** Flags that every command knows, before or after its name. */
export const GLOBAL_OPTIONS = defineOptions({
  namespace: { type: 'string', alias: 'n', placeholder: 'NAME', description: 'Namespace of the release' },
  context: { type: 'string', alias: 'kube-context', placeholder: 'NAME', description: 'Context of the kubeconfig' },
  kubeconfig: { type: 'string', placeholder: 'FILE', description: 'Path of the kubeconfig' },
  cluster: { type: 'string', placeholder: 'KIND', description: 'Kind of cluster: kubernetes, sandbox, directory' },
  output: { type: 'string', alias: 'o', choices: ['table', 'json', 'yaml'], placeholder: 'FORM', description: 'Form of the answer' },
  config: { type: 'string', placeholder: 'FILE', description: 'Configuration file, instead of the one found from here upwards' },
  quiet: { type: 'boolean', alias: 'q', description: 'Say nothing but the result, warnings and errors' },
  debug: { type: 'boolean', description: 'Say what happens inside; errors with stack and trace' },
  color: { type: 'string', alias: 'colour', choices: ['never', 'auto', 'always'], whenBare: 'always', placeholder: 'WHEN', description: 'Colours; --no-color is --color never' },
  noColor: { type: 'boolean', hidden: true, description: 'No colours' },
  help: { type: 'boolean', alias: 'h', description: 'Explain the command' },
  kubeToken: { type: 'string', group: CLUSTER_GROUP, placeholder: 'TOKEN', description: 'Bearer token' },
  kubeAsUser: { type: 'string', alias: 'as', group: CLUSTER_GROUP, placeholder: 'USER', description: 'User to act as' },
  kubeAsGroup: { type: 'string[]', alias: 'as-group', group: CLUSTER_GROUP, placeholder: 'GROUP', description: 'Group to act as; may be repeated' },
  kubeApiserver: { type: 'string', group: CLUSTER_GROUP, placeholder: 'URL', description: 'Address of the API server' },
  kubeCaFile: { type: 'string', group: CLUSTER_GROUP, placeholder: 'FILE', description: 'Certificate authority of the API server' },
  kubeTlsServerName: { type: 'string', group: CLUSTER_GROUP, placeholder: 'NAME', description: 'Name that the server certificate must carry' },
  kubeInsecureSkipTlsVerify: { type: 'boolean', group: CLUSTER_GROUP, description: 'Accept any server certificate' },
  burstLimit: { type: 'string', hidden: true, description: '', refused: 'Sherpack does not throttle itself; the API server decides.' },
  qps: { type: 'string', hidden: true, description: '', refused: 'Sherpack does not throttle itself; the API server decides.' },
  repositoryConfig: { type: 'string', hidden: true, description: '', refused: NO_REPOSITORIES },
  repositoryCache: { type: 'string', hidden: true, description: '', refused: NO_REPOSITORIES },
});
