import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Benchmark, BenchmarkRow } from './benchmark.ts';

const FOLDER = fileURLToPath(new URL('./benchmarks', import.meta.url));

/** `npm run bench [-- NAME…]`: a table for each benchmark, and as the last line one JSON object with all figures. */
async function main(names: readonly string[]): Promise<number> {
  const known = readdirSync(FOLDER).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no benchmark "${unknown}"; known: ${known.join(', ')}.`);
    return 2;
  }
  const results: Record<string, unknown> = {};
  for (const name of names.length === 0 ? known : names) {
    const { benchmark } = (await import(`./benchmarks/${name}.ts`)) as { benchmark: Benchmark };
    const outcome = await benchmark.run();
    results[name] = outcome;
    print(benchmark, outcome);
  }
  console.log(JSON.stringify(results));
  return 0;
}

function print({ name, summary }: Benchmark, outcome: readonly BenchmarkRow[] | { readonly skipped: string }): void {
  console.log(`\n${name}: ${summary}`);
  if ('skipped' in outcome) return console.log(`skipped: ${outcome.skipped}`);
  console.table(outcome.map(({ what, unit, sherpack, peer, peerName }) => ({
    what, sherpack: figure(sherpack, unit), peer: figure(peer, unit), 'peer is': peerName, ratio: (sherpack / peer).toFixed(2),
  })));
}

function figure(value: number, unit: string): string {
  return `${unit === '' ? value : value.toFixed(3)} ${unit}`.trim();
}

process.exitCode = await main(process.argv.slice(2));
