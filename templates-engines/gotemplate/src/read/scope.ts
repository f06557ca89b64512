/** The variables of one template while it is read. Each gets a slot, so that none is looked up by name later. */
export class VariableScope {
  private readonly names: string[] = [];
  private most = 0;

  get depth(): number {
    return this.names.length;
  }

  get slots(): number {
    return this.most;
  }

  declare(name: string): number {
    this.names.push(name);
    this.most = Math.max(this.most, this.names.length);
    return this.names.length - 1;
  }

  /** -1: the variable `$`; undefined: there is none of that name. */
  find(name: string): number | undefined {
    const slot = this.names.lastIndexOf(name);
    if (slot !== -1) return slot;
    return name === '$' ? -1 : undefined;
  }

  /** The same for scopes that give the same slots. */
  get shape(): string {
    return this.names.join(' ');
  }

  /** Forgets what was declared since. */
  pop(depth: number): void {
    this.names.length = depth;
  }
}
