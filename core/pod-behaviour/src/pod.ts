/** The parts of a Pod that this package reads and writes; whatever else a Pod holds is neither needed nor kept here. */
export interface Pod {
  readonly metadata: PodMetadata;
  readonly spec: PodSpec;
  readonly status?: Partial<PodStatus> | undefined;
}

export interface PodMetadata {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
  readonly generation?: number | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly ownerReferences?: ReadonlyArray<{ readonly kind: string }> | undefined;
}

export interface PodSpec {
  readonly restartPolicy?: string | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[] | undefined;
  readonly readinessGates?: ReadonlyArray<{ readonly conditionType: string }> | undefined;
}

export interface Container {
  readonly name: string;
  readonly image?: string | undefined;
  /** `Always` on an init container makes it a sidecar. */
  readonly restartPolicy?: string | undefined;
}

export interface PodStatus {
  readonly phase: PodPhase;
  readonly conditions: readonly PodCondition[];
  readonly containerStatuses: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly podIP: string;
  readonly podIPs: ReadonlyArray<{ readonly ip: string }>;
  readonly hostIP: string;
  readonly hostIPs: ReadonlyArray<{ readonly ip: string }>;
  readonly startTime: string;
  readonly observedGeneration?: number;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

export interface PodCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly lastProbeTime?: string | null;
  readonly lastTransitionTime?: string | null;
  readonly observedGeneration?: number;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly containerID?: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
}

/** At most one of the three is set, as in the Kubernetes API. */
export interface ContainerState {
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly running?: { readonly startedAt: string };
  readonly terminated?: TerminatedState;
}

export interface TerminatedState {
  readonly exitCode: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly containerID: string;
}
