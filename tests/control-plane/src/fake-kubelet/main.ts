import { connect } from '../connection.ts';
import { balanceLoads } from './load-balancer.ts';
import { serveLogs } from './log-server.ts';
import { keepNodes } from './node.ts';
import { runPods } from './pod-runner.ts';
import { bindVolumes } from './volume.ts';

// The process of the fake kubelet: main.ts KUBECONFIG NODES. It ends when its input closes, so never after its parent.
const [kubeconfig = '', count = '2'] = process.argv.slice(2);
process.stdin.resume().on('close', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.on('unhandledRejection', (error) => console.error(error));

const connection = await connect(kubeconfig, 'kubelet');
const { signal } = new AbortController();
const pods = runPods(connection, signal);
const port = await serveLogs(connection.access, pods);
void bindVolumes(connection, signal);
void balanceLoads(connection, signal);
await keepNodes(connection, Number(count), port, signal);
