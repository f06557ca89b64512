import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('webhook-notifier', {
  NOT_SENT: (host: string, problem: string) => ({
    message: `the webhook at ${host} was not told: ${problem}`,
    hint: 'The operation itself is not affected.',
  }),
});
