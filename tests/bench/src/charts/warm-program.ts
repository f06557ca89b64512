import { renderWarm } from './warm.ts';

process.stdout.write(`${await renderWarm(process.argv[2] ?? '')}\n`);
