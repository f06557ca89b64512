import { isAbsolute, resolve } from 'node:path';
import type { ClusterSelection, GlobalOptions, JsonObject } from '@sherpack/plugin-api';
import type { EffectiveConfig } from './config/effective-config.ts';
import { debugFromEnvironment } from './config/environment.ts';
import type { World } from './world.ts';

export function globalOptions(config: EffectiveConfig, flags: JsonObject, env: World['env']): GlobalOptions {
  const { namespace = '', output = 'table' } = config.values;
  return {
    // `-n "$NAMESPACE"` of a script where nothing was set.
    namespace: namespace === '' ? 'default' : namespace,
    namespaceGiven: config.isGiven('namespace') && namespace !== '',
    output,
    outputGiven: config.isGiven('output'),
    quiet: flags['quiet'] === true,
    debug: flags['debug'] === true || (flags['debug'] === undefined && debugFromEnvironment(env)),
  };
}

/** Which cluster flags, environment and configuration mean. Defaults are left to the kernel and the variant. */
export function clusterSelection(config: EffectiveConfig, flags: JsonObject, { folder }: World, variantFlags: JsonObject = {}): ClusterSelection {
  const { context, kubeconfig, namespace, cluster } = config.values;
  return {
    variant: config.isGiven('cluster') ? cluster : undefined,
    context,
    kubeconfig: kubeconfig === undefined || isAbsolute(kubeconfig) ? kubeconfig : resolve(folder, kubeconfig),
    namespace: config.isGiven('namespace') && namespace !== '' ? namespace : undefined,
    as: flags['kubeAsUser'] as string | undefined,
    asGroups: flags['kubeAsGroup'] as readonly string[] | undefined,
    overrides: overrides(flags, variantFlags),
  };
}

function overrides(flags: JsonObject, variantFlags: JsonObject): Readonly<Record<string, string>> | undefined {
  const given = {
    ...variantFlags,
    token: flags['kubeToken'],
    server: flags['kubeApiserver'],
    caFile: flags['kubeCaFile'],
    tlsServerName: flags['kubeTlsServerName'],
    insecureSkipTlsVerify: flags['kubeInsecureSkipTlsVerify'] === true ? 'true' : undefined,
  };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, string>);
}
