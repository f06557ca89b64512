/** From `atMs` on (counted from the start of the pod's containers) a container is in this state. */
export interface Step {
  readonly atMs: number;
  readonly state: 'waiting' | 'running' | 'terminated';
  readonly ready: boolean;
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode?: number;
  /** Overrides the restarts counted from the steps: a script need not play six crashes to show six. */
  readonly restarts?: number;
  /** The one container meant, by its name; without it every container that is not an init container. */
  readonly container?: string;
  /** A Warning event that comes with this step, beside those that follow from its state. */
  readonly event?: { readonly reason: string; readonly message: string };
}
