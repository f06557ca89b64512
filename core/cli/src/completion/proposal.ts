export interface Candidate {
  readonly text: string;
  readonly about: string;
}

export interface Proposal {
  /** What the shell adds by itself. */
  readonly kind: 'none' | 'files' | 'folders';
  readonly candidates: readonly Candidate[];
}

export const NOTHING: Proposal = { kind: 'none', candidates: [] };

/** The candidates that continue what was typed. */
export function among(candidates: readonly Candidate[], typed: string): Proposal {
  return { kind: 'none', candidates: candidates.filter(({ text }) => text.startsWith(typed)) };
}
