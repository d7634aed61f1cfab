/**
 * Collects what comes while a write is under way and writes it as one group: many small files share one sync.
 * After a failed write nothing more is written, since the end of the file is not known any more.
 */
export class GroupWriter<T> {
  private waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  private writing: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;

  constructor(private readonly write: (items: T[]) => Promise<void>) {}

  /** Resolves when the item is written; items keep the order of the calls. */
  push(item: T): Promise<void> {
    if (this.failure) return Promise.reject(this.failure.error);
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.writing ??= this.drain();
    });
  }

  async settled(): Promise<void> {
    await this.writing;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        await this.write(group.map((entry) => entry.item));
        for (const entry of group) entry.resolve();
      } catch (error) {
        this.failure = { error };
        for (const entry of [...group, ...this.waiting]) entry.reject(error);
        this.waiting = [];
      }
    }
    this.writing = null;
  }
}
