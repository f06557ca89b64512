import { dashed } from '../arguments/flag-name.ts';
import type { KnownOption, OptionSet } from '../arguments/option-set.ts';
import type { Setup } from '../setup.ts';
import type { Proposal } from './proposal.ts';
import { among } from './proposal.ts';

const FILES = ['FILE', 'FILES', 'PATH'];
const FOLDERS = ['DIR', 'FOLDER', 'DIRECTORY'];

export function proposeFlags(current: string, options: OptionSet): Proposal {
  const visible = options.list.filter(({ definition }) => definition.hidden !== true && definition.refused === undefined);
  return among(visible.map(({ flag, definition }) => ({ text: dashed(flag), about: definition.description })), current);
}

/** @param prefix `--output=` when flag and value are one word */
export function proposeValues(option: KnownOption, typed: string, prefix: string, setup: Setup): Proposal {
  const { choices, placeholder = '' } = option.definition;
  const values = choices ?? (option.key === 'cluster' && option.role === 'global' ? clusterKinds(setup) : []);
  if (values.length > 0) return among(values.map((value) => ({ text: `${prefix}${value}`, about: '' })), `${prefix}${typed}`);
  if (FILES.includes(placeholder)) return { kind: 'files', candidates: [] };
  return { kind: FOLDERS.includes(placeholder) ? 'folders' : 'none', candidates: [] };
}

function clusterKinds({ sources }: Setup): readonly string[] {
  const enabled = sources.filter(({ disabled }) => disabled !== true);
  return enabled.flatMap(({ manifest }) => manifest.extensions?.['cluster'] ?? []).sort();
}
