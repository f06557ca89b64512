import type { JsonObject } from '../json.ts';
import type { SourceLocation } from '../error.ts';
import type { TemplateSource } from './template-engine.ts';
import { defineExtensionPoint } from '../extension-point.ts';

export interface TranslationRequest {
  /** All templates of one pack, files of definitions included. */
  readonly templates: readonly TemplateSource[];
  /** The pack's default values: they tell switches from lists and maps. */
  readonly values: JsonObject;
  /** Options of the engine that the templates are written for. */
  readonly options: JsonObject;
}

/** A place that has no counterpart in the other language. */
export interface Untranslatable {
  readonly location: SourceLocation;
  readonly reason: string;
}

export interface TranslatedTemplate {
  /** That of the source. */
  readonly name: string;
  /** Undefined: the template must stay as it is. */
  readonly text: string | undefined;
  /** Why it must stay, or which of its definitions are not in {@link text}. */
  readonly problems: readonly Untranslatable[];
}

/**
 * Writes templates anew in the language of another engine, as far as they mean the same there. The key is that engine's
 * name. Whoever calls renders both and compares: what depends on values cannot be told from the text alone.
 *
 * Conformance: `@sherpack/plugin-kit` suite `template-translator`.
 */
export interface TemplateTranslator {
  /** Ending that makes the other engine render a file, whatever the pack's engine is: `.hbs`. */
  readonly suffix: string;
  /** One answer for each template, in their order; throws for none. */
  translate(request: TranslationRequest): readonly TranslatedTemplate[];
}

export const templateTranslators = defineExtensionPoint<TemplateTranslator>('template-translator', 'language of templates');
