import type { DependencyDeclaration, EngineChoice, PackFile, PackKind, PackMetadata } from '../pack.ts';
import type { JsonObject } from '../json.ts';
import type { ValueLayer } from '../values.ts';
import { defineExtensionPoint } from '../extension-point.ts';

/** A folder or an archive whose files are read, packs inside of it included. */
export interface PackFolder {
  /** What people call it. */
  readonly shown: string;
  readonly files: ReadonlyMap<string, PackFile>;
}

/** What a format reads from its manifest. */
export interface PackDescription {
  readonly kind: PackKind;
  readonly metadata: PackMetadata;
  readonly engine: EngineChoice;
  readonly dependencies: readonly DependencyDeclaration[];
  /** The pack's own values, the lowest first. */
  readonly layers: readonly ValueLayer[];
  /** What templates see as `.Chart`, where they are used to another form than {@link metadata}. */
  readonly chart?: JsonObject | undefined;
}

/** What a file below the pack's root is for. */
export type TemplateRole = 'manifest' | 'notes' | 'partial' | 'crd' | 'ignored';

/** One document of a YAML text. */
export interface FormatDocument {
  readonly value: unknown;
  /** Position in the stream, from 0. */
  readonly index: number;
  /** Where the text begins, from 1. */
  readonly line: number;
  readonly text: string;
  /** The text written anew where another reader of YAML would take {@link text} for something else: this one is stored. */
  readonly restated?: string | undefined;
  /** Why the tool of the format takes no notice of the document in a template's output; it does so elsewhere. */
  readonly ignored?: string | undefined;
  /** Why the tool of the format cannot do anything with the document, not even print it. */
  readonly refused?: string | undefined;
}

/**
 * A kind of pack that another tool made: it is read, rendered and released like a pack of Sherpack. The key is the name
 * of the file that marks one, `Chart.yaml`; where a Pack.yaml lies beside it, that one adds its blocks.
 *
 * Conformance: `@sherpack/plugin-kit` suite `pack-format`.
 */
export interface PackFormat {
  /** Becomes `format` of the pack: `helm`. */
  readonly name: string;
  /** File with the patterns of what is left out; looked for at the root only. */
  readonly ignoreFile: string;
  /** @param text of the ignore file; undefined when there is none */
  ignores(text: string | undefined): (path: string, folder: boolean) => boolean;
  /** @throws an error with file, line and column when the manifest is wrong */
  describe(folder: PackFolder): Promise<PackDescription>;
  /**
   * For a pack of our own that follows the rules of this format, `engine: { compatible: helm }` in its Pack.yaml: its values
   * as the format reads them, and what templates see of its metadata.
   *
   * @param manifest Pack.yaml
   */
  adopt(description: Omit<PackDescription, 'layers'>, manifest: JsonObject, folder: PackFolder): Promise<PackDescription>;
  /** The role of a file of the pack, by its path from the root. Most are `ignored`: they are there for templates to read. */
  roleOf(path: string, kind: PackKind): TemplateRole;
  /** Whether templates can read the file. */
  isReadable(path: string): boolean;
  /**
   * Reads a file of values as the tool of the format does.
   *
   * @throws an error with `line` and `column`
   */
  readValues(text: string, file: string): readonly FormatDocument[];
  /**
   * Divides what a template put out, and reads it.
   *
   * @throws an error with `line` and `column`
   */
  readManifests(text: string, file: string): readonly FormatDocument[];
  /** Whether a version lies in a range, of dependencies or of Kubernetes, as the tool of the format reads both. */
  isInRange(version: string, range: string): boolean;
  /** What templates are told who releases. */
  readonly service: 'Sherpack' | 'Helm';
}

export const packFormats = defineExtensionPoint<PackFormat>('pack-format', 'format of packs');
