import { afterAll, beforeAll, describe } from 'vitest';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane } from './find.ts';
import { openControlPlane } from './open.ts';
import { startControlPlane, type StartOptions } from './start.ts';

/** Longer than the start takes by far, because the first one on a machine builds the servers. */
const buildMs = 30 * 60_000;

export interface SuiteOptions extends StartOptions {
  /** The suite reads the audit log, so it cannot run on an existing cluster. */
  readonly audit?: boolean;
  /** The suite needs a control plane that nobody else uses, started as the options say, whatever the environment names. */
  readonly own?: boolean;
}

/**
 * A `describe` with a control plane. Where there is none to be had its tests are reported as skipped, with the reason
 * in the title, and never as passed.
 */
export function describeControlPlane(title: string, options: SuiteOptions, body: (controlPlane: () => ControlPlane) => void): void {
  const reason = reasonToSkip(options);
  if (reason !== undefined) process.stderr.write(`skipped: ${title}: ${reason}\n`);
  describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (skipped: ${reason})`, () => {
    let opened: ControlPlane | undefined;
    beforeAll(async () => {
      opened = options.own ? await startControlPlane(options) : await openControlPlane(options);
    }, buildMs);
    afterAll(() => opened?.stop());
    body(() => {
      if (opened === undefined) throw new Error('the control plane is there within tests only');
      return opened;
    });
  });
}

function reasonToSkip(options: SuiteOptions): string | undefined {
  const found = findControlPlane();
  if (!found.available) return found.reason;
  if (options.own && found.source === 'kubeconfig') return 'an existing cluster is not its own';
  return options.audit && found.source === 'kubeconfig' ? 'an existing cluster gives no audit log' : undefined;
}
