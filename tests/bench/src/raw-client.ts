import { connect } from '@sherpack/control-plane/connection';

/** A server-side apply: the path of the object, and its JSON. */
export type RawApply = readonly [path: string, object: unknown];

/**
 * The floor of any deployer: a keep-alive client in this process that sends the applies, sixteen at a time as Sherpack
 * does, and nothing else; with `dryRun` each of them as a dry run before. Only the sending is measured.
 */
export async function sendRaw(kubeconfig: string, applies: readonly RawApply[], dryRun: boolean): Promise<{ readonly wall: number; readonly cpu: number; readonly requests: number }> {
  const connection = await connect(kubeconfig);
  const began = performance.now();
  const before = process.cpuUsage();
  if (dryRun) await sendAll('&dryRun=All');
  await sendAll('');
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - began) / 1000;
  connection.close();
  return { wall, cpu: (user + system) / 1e6, requests: applies.length * (dryRun ? 2 : 1) };

  async function sendAll(query: string): Promise<void> {
    const rest = applies.values();
    await Promise.all(Array.from({ length: 16 }, async () => {
      for (const [path, body] of rest) await connection.demand('PATCH', `${path}?fieldManager=raw&force=true${query}`, { body, contentType: 'application/apply-patch+yaml' });
    }));
  }
}
