const WIDE = /[\ud800-\udbff]/;

/** Output with the column, as libyaml keeps it: in characters. */
export class Writer {
  text = '';
  column = 0;
  /** Where continued lines begin. */
  margin = 0;
  /** Whether nothing but indentation and indicators stand on the line. */
  fresh = true;
  /** Whether the last character was a space. */
  spaced = true;

  write(text: string): void {
    this.text += text;
    this.column += WIDE.test(text) ? [...text].length : text.length;
    this.fresh = false;
    this.spaced = false;
  }

  /** Text of ASCII alone. */
  word(text: string): void {
    this.text += text;
    this.column += text.length;
    this.fresh = false;
    this.spaced = false;
  }

  /** A space, unless there is one. */
  space(): void {
    if (this.spaced) return;
    this.text += ' ';
    this.column++;
  }

  /** `- ` and the like: what follows may go on as if on a line of its own. */
  indicator(text: string): void {
    this.write(text);
    this.fresh = true;
    this.spaced = true;
  }

  /** Goes to the margin of a line, on a new one if something stands there. */
  indent(margin = this.margin): void {
    if (!this.fresh || this.column > margin || (this.column === margin && !this.spaced)) this.feed();
    if (this.column < margin) {
      this.text += ' '.repeat(margin - this.column);
      this.column = margin;
    }
    this.fresh = true;
    this.spaced = true;
  }

  feed(): void {
    this.text += '\n';
    this.column = 0;
    this.fresh = true;
    this.spaced = true;
  }

  /** A line of a block, at the margin. */
  line(text: string): void {
    this.indent();
    this.write(text);
  }

  /** A line separator of Unicode: what follows is indented as on a new line. */
  separator(text: string): void {
    this.text += text;
    this.column = 0;
    this.fresh = true;
    this.spaced = true;
  }
}
