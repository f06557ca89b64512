import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('image-mirror', {
  ARGUMENT: (text: string | undefined) => ({
    message: text === undefined ? 'image-mirror does not know which mirror to use' : `image-mirror cannot read the argument "${text}"`,
    hint: 'Write --post-renderer-args REGISTRY=MIRROR, as in docker.io=mirror.example.com/hub.',
    exitCode: 2,
  }),
});
