import kubernetes from '@sherpack/plugin-kubernetes/kubernetes';
import { addRevisions, readTask } from '../../plugins/storage/fixtures/race.ts';

const SILENT = Object.freeze({ debug: () => undefined, info: () => undefined, warn: () => undefined });
const CLOCK = Object.freeze({ now: () => Date.now(), sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)) });

const task = readTask(process.argv[2]);
const cluster = await kubernetes.connect({ selection: { kubeconfig: task.kubeconfig ?? '' }, clock: CLOCK, log: SILENT });
await addRevisions(task, { cluster: async () => cluster as never });
