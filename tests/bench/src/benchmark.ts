/** One line of a benchmark's table: a figure of ours with the peer's beside it. */
export interface BenchmarkRow {
  readonly what: string;
  readonly unit: string;
  readonly sherpack: number;
  readonly peer: number;
  /** Who the peer is: `empty node process`, `helm 4.1.4`. */
  readonly peerName: string;
}

export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  /** Undefined result: it cannot run here, for the reason given. */
  run(): Promise<readonly BenchmarkRow[] | { readonly skipped: string }>;
}
