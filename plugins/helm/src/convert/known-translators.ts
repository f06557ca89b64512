import { defineService } from '@sherpack/plugin-api';
import type { Extensions, TemplateTranslator } from '@sherpack/plugin-api';

/** The reading side of the extension point `template-translator`, for commands. */
export const knownTranslators = defineService<Extensions<TemplateTranslator>>('known-template-translators');
