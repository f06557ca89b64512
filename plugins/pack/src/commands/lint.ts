import { defineCommand } from '@sherpack/plugin-api';
import { lintPack } from '../lint/lint-packs.ts';
import type { LintReport } from '../lint/lint-packs.ts';
import { printReport } from '../lint/print-report.ts';

export const command = defineCommand({
  description: 'Checks Pack.yaml, values, schema and templates and renders everything, without a cluster. Exit code 4 when something is wrong.',
  arguments: [{ name: 'path', description: 'Folders or archives of packs; the current folder when there is none', variadic: true, completes: 'file' }],
  options: {
    strict: { type: 'boolean', description: 'Warnings count as errors' },
    kubeVersion: { type: 'string', placeholder: 'VERSION', description: 'Version of Kubernetes that templates see' },
    apiVersions: { type: 'string[]', placeholder: 'VERSION', description: 'Further API versions that templates see' },
    withSubcharts: { type: 'boolean', hidden: true, description: 'Without effect: subpacks are always checked' },
  },
  examples: [
    { command: 'sherpack lint ./web', does: 'checks one pack' },
    { command: 'sherpack lint --strict ./packs/* -f ci.yaml', does: 'checks several with the values of the pipeline' },
  ],
  async run({ rest, options, flags, global, operations, signal, terminal, print }) {
    const reports: LintReport[] = [];
    for (const path of rest.length === 0 ? ['.'] : rest) {
      reports.push(await lintPack(path, operations, { flags, namespace: global.namespace, strict: options.strict === true, signal }));
    }
    await print(reports, () => {
      for (const report of reports) printReport(report, terminal);
    });
    return reports.every(({ passed }) => passed) ? 0 : 4;
  },
});
