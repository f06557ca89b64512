import type { CommandContext, ExitCode, GraphFormat, OperationRequest, Plan, PlanPainter } from '@sherpack/plugin-api';
import { savePlan } from './plan-file.ts';
import { runOrThrow } from './run-verb.ts';

export interface ShowPlanOptions {
  readonly graph?: string | undefined;
  readonly save?: string | undefined;
  readonly exitCode?: boolean | undefined;
}

/** Plans without writing anything, and shows the plan: as a tree, as data, as a drawing; saves it when asked to. */
export async function showPlan(context: CommandContext, request: OperationRequest, painter: PlanPainter, options: ShowPlanOptions): Promise<ExitCode> {
  const bindFields = options.save !== undefined;
  const { plan, pack } = await runOrThrow(context, { ...request, dryRun: 'server', flags: { ...request.flags, bindFields } });
  if (plan === undefined) return 1;
  if (options.save !== undefined) {
    await savePlan(options.save, context.folder, request, { binding: painter.binding(plan, pack), plan: painter.document(plan) });
    context.log.info(`The plan is saved; "sherpack apply --plan ${options.save}" carries it out while it fits.`);
  }
  if (options.graph !== undefined) context.terminal.write(painter.graph(plan, options.graph as GraphFormat));
  else await context.print(painter.document(plan), () => context.terminal.write(painter.tree(plan, context.terminal.style)));
  return options.exitCode === true && hasChanges(plan) ? 3 : 0;
}

function hasChanges({ steps }: Plan): boolean {
  return steps.some(({ action }) => action !== 'unchanged' && action !== 'keep');
}
