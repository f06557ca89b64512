import type { TemplateContext } from '@sherpack/plugin-api';
import { fn, type FunctionGroup } from '../functions/signature.ts';
import { Host } from '../value/host.ts';
import { versionSet } from './version-set.ts';

type Given = TemplateContext['capabilities'];

const kubeVersionMethods: FunctionGroup = {
  String: fn('any', (_frame, version: KubeVersion) => version.printed()),
  GitVersion: fn('any', (_frame, version: KubeVersion) => version.version),
};

/** `.Capabilities.KubeVersion`: prints as the version without what a provider adds to it. */
export class KubeVersion extends Host {
  readonly type = 'common.KubeVersion';
  readonly kind = 'struct';
  readonly methods = kubeVersionMethods;
  readonly version: string;
  private readonly major: string;
  private readonly minor: string;

  constructor({ version, major, minor }: Given['kubeVersion']) {
    super();
    this.version = version;
    this.major = major;
    this.minor = minor;
  }

  override fields(): Readonly<Record<string, unknown>> {
    return { Version: this.version, Major: this.major, Minor: this.minor };
  }

  override shown(): Readonly<Record<string, unknown>> {
    return { Version: this.version, normalizedVersion: this.printed(), Major: this.major, Minor: this.minor };
  }

  override printed(): string {
    return /^v?\d+\.\d+(?:\.\d+)?/.exec(this.version)?.[0] ?? this.version;
  }
}

/** A struct without methods. */
class Struct extends Host {
  readonly type: string;
  readonly kind: 'struct' | 'ptr';
  readonly methods = {};
  private readonly members: Readonly<Record<string, unknown>>;

  constructor(type: string, members: Readonly<Record<string, unknown>>) {
    super();
    this.type = type;
    this.kind = type.startsWith('*') ? 'ptr' : 'struct';
    this.members = members;
  }

  override fields(): Readonly<Record<string, unknown>> {
    return this.members;
  }
}

/** What charts that ask for Helm's version are told: the one whose functions these are. */
const HELM_VERSION = { Version: 'v4.2.0', GitCommit: '', GitTreeState: 'clean', GoVersion: 'go1.26.0' };

export function capabilities({ kubeVersion, apiVersions }: Given): Host {
  return new Struct('*common.Capabilities', {
    KubeVersion: new KubeVersion(kubeVersion),
    APIVersions: versionSet(apiVersions),
    HelmVersion: new Struct('version.BuildInfo', { ...HELM_VERSION, KubeClientVersion: kubeVersion.version }),
  });
}
