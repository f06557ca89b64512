import handlebarsEngine from '@sherpack/engine-handlebars/engine';
import gotemplateEngine from '@sherpack/engine-gotemplate/engine';
import handlebarsTranslator from '@sherpack/engine-gotemplate/translators/handlebars';
import { testTemplateTranslator } from '@sherpack/plugin-kit/suites/template-translator';
import { describe, expect, it } from 'vitest';
import { samples } from '../../../templates-engines/gotemplate/fixtures/translator-samples.ts';

testTemplateTranslator(handlebarsTranslator, samples, { describe, it, expect }, { from: gotemplateEngine, to: handlebarsEngine });
