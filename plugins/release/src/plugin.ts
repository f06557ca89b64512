import { clock, definePlugin, deployer, operands, releaseJournals, releaseStores } from '@sherpack/plugin-api';
import './flags.ts';
import { operandResolvers } from './operand-resolvers.ts';
import { rows } from './rows.ts';

export default definePlugin({
  name: 'release',
  apiVersion: '^1',
  after: ['storage', 'pack', 'deploy'],
  uses: { releaseStores, deployer, clock },
  setup(sherpack, services) {
    const { hooks } = sherpack;
    for (const row of rows) sherpack.addOperation(row);
    hooks.load.tap(async (pack, context) => (await import('./load-tap.ts')).loadTap(pack, context, services.releaseStores), { order: 'post' });
    hooks.render.tap(async (manifests, context) => (await import('./render-tap.ts')).renderTap(manifests, context, services.releaseStores));
    hooks.apply.tap(async (plan, context) => {
      // A plan that nobody could carry out must be neither shown nor recorded.
      await services.deployer();
      return (await import('./apply-tap.ts')).applyTap(plan, context);
    });
    hooks.store.tap(async (revision, context) => (await import('./store-tap.ts')).storeTap(revision, context, services));
    hooks.observe.tap(async (event) => {
      if (event.type === 'operation-finished') await (await import('./open-sessions.ts')).closeSession(event.operation);
    });
    sherpack.provide(operands, 'release', async () => ({ default: (await import('./operands/release.ts')).releaseOperand(services.releaseStores) }));
    sherpack.provide(operands, 'pack', () => import('./operands/pack.ts'));
    sherpack.provideService(releaseJournals, async () => {
      const { journalOf } = await import('./take-journal.ts');
      return { of: journalOf };
    });
    sherpack.provideService(operandResolvers, () => sherpack.extensions(operands));
  },
});
