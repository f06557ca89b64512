import { startControlPlane } from './start.ts';

// The background process of `npm run control-plane -- start`: daemon.ts FOLDER NODES. SIGTERM stops it.
const [folder = '', nodes = '2'] = process.argv.slice(2);
const controlPlane = await startControlPlane({ folder, nodes: Number(nodes) });
const alive = setInterval(() => {}, 3_600_000); // The servers are unreferenced, so nothing else keeps this process.

async function end(): Promise<void> {
  clearInterval(alive);
  await controlPlane.stop();
  process.exit(0);
}

process.once('SIGTERM', () => void end());
process.once('SIGINT', () => void end());
