/**
 * Back-pressure by bytes. Who enters holds nothing while waiting (a chunk that was let in needs nothing more to be
 * finished), so the gate cannot deadlock; who waits first enters first.
 */
export class MemoryGate {
  private held = 0;
  private readonly queue: { bytes: number; enter: () => void }[] = [];

  constructor(readonly capacity: number) {}

  /** Waits until `bytes` fit. More than the capacity fit when nothing else is held. */
  enter(bytes: number): Promise<void> {
    if (this.queue.length === 0 && this.fits(bytes)) {
      this.held += bytes;
      return Promise.resolve();
    }
    return new Promise((enter) => this.queue.push({ bytes, enter }));
  }

  /** Corrects an estimate, at once and also beyond the capacity: the bytes exist already. */
  adjust(from: number, to: number): void {
    this.held += to - from;
    this.letIn();
  }

  leave(bytes: number): void {
    this.adjust(bytes, 0);
  }

  private fits(bytes: number): boolean {
    return this.held === 0 || this.held + bytes <= this.capacity;
  }

  private letIn(): void {
    for (let first = this.queue[0]; first && this.fits(first.bytes); first = this.queue[0]) {
      this.queue.shift();
      this.held += first.bytes;
      first.enter();
    }
  }
}
