import { defineService } from '../service.ts';

export type TextStyle = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan';

export interface TableColumn<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly style?: (row: Row) => TextStyle | undefined;
}

/** One line of live progress; on a pipe each change of state is a line of its own. */
export interface ProgressLine {
  readonly id: string;
  readonly label: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
  readonly detail?: string | undefined;
}

/** The only way to standard output. Machines get `write`, people the rest. */
export interface Terminal {
  readonly interactive: boolean;
  readonly colors: boolean;
  readonly columns: number;
  /** Writes text to standard output as it is. */
  write(text: string): void;
  style(text: string, style: TextStyle): string;
  table<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): void;
  /**
   * Replaces the progress shown so far; goes to standard error.
   *
   * @param changed the lines that differ from those of the last call; all may differ where it is left out. With
   *   thousands of lines it spares looking at each
   */
  progress(lines: readonly ProgressLine[], changed?: readonly ProgressLine[]): void;
  /** Leaves the last progress standing. */
  endProgress(): void;
  /** Asks on the terminal; without one it refuses. */
  confirm(question: string): Promise<boolean>;
  /** Standard input as text, for `-f -`. Read once. */
  readInput(): Promise<string>;
}

export const terminal = defineService<Terminal>('terminal');
