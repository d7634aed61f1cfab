/** Hands what one side puts in to the other side in the same order. */
export class InOrder<T> {
  private readonly items: T[] = [];
  private ended = false;
  private wake: (() => void) | null = null;

  put(item: T): void {
    this.items.push(item);
    this.wake?.();
  }

  /** Nothing more comes. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  /** Waits for the next one; null at the end. */
  async take(): Promise<T | null> {
    while (this.items.length === 0 && !this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
    return this.items.shift() ?? null;
  }
}
