/** Collects what a template writes and, if asked to, which template line wrote each line of it. */
export class Output {
  text = '';
  readonly limit: number;
  private readonly tracked: boolean;
  private readonly lineNumbers: number[] = [];
  private atLineStart = true;

  constructor(limit: number, tracked: boolean) {
    this.limit = limit;
    this.tracked = tracked;
  }

  get full(): boolean {
    return this.text.length > this.limit;
  }

  /** One entry per line of the text; a line feed at the end begins no further line. */
  get lines(): readonly number[] {
    return this.lineNumbers;
  }

  get tracksLines(): boolean {
    return this.tracked;
  }

  /** `advance` is 1 for text of the template, whose lines follow one another, and 0 for a value. */
  write(text: string, line: number, advance: 0 | 1): void {
    if (text === '') return;
    this.text += text;
    if (this.tracked) this.track(text, line, advance);
  }

  private track(text: string, line: number, advance: 0 | 1): void {
    let current = line;
    let from = 0;
    while (from < text.length) {
      if (this.atLineStart) this.lineNumbers.push(current);
      const end = text.indexOf('\n', from);
      this.atLineStart = end !== -1;
      if (end === -1) return;
      current += advance;
      from = end + 1;
    }
  }
}
