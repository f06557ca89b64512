import { definePlugin } from '@sherpack/plugin-api';
import './config.ts';

export default definePlugin({
  name: 'webhook-notifier',
  apiVersion: '^1',
  setup({ config, hooks }) {
    if (config === undefined) return;
    hooks.observe.tap(async (event, context) => (await import('./notify.ts')).notify(event, context, config));
  },
});
