import type { BackendInfo, LaneInfo } from '../binding/native.js';
import { PosthasteError } from '../errors.js';
import type { ParsedAddress } from '../types.js';
import { throwIfAborted, unlessAborted } from './abort.js';
import { ChunkEngine } from './chunk-engine.js';
import { countryCode } from './country.js';
import type { ModelInfo } from './model-file.js';
import type { EngineOptions } from './options.js';
import { parseAll, parseBlock } from './parse-all.js';
import { type AddressSource, parseStream } from './parse-stream.js';

export interface ParseOptions {
  /** ISO 3166-1 alpha-2 when it is known; the engine's own when left out, inferred when neither is given. */
  country?: string | null;
  /** Gives up; ERR_ABORTED. */
  signal?: AbortSignal | undefined;
}

export interface EngineInfo {
  /** Version of posthaste. */
  version: string;
  model: ModelInfo;
  backends: BackendInfo[];
  lanes: LaneInfo[];
  /** What components can be, by label number from 1 on. */
  labels: readonly string[];
}

/** A loaded model that parses addresses on all devices of the machine. */
export class Engine {
  /** What was opened; it stays readable after `close`. */
  readonly info: EngineInfo;

  private constructor(
    private readonly chunks: ChunkEngine,
    private readonly country: string,
  ) {
    const { version, model, labels } = chunks;
    this.info = {
      version,
      model,
      labels: labels.slice(1),
      backends: chunks.backends(),
      lanes: chunks.lanes(),
    };
  }

  /**
   * Loads a model, the package's own by default. ERR_MODEL when it cannot be used, ERR_BACKEND_UNAVAILABLE when the
   * device that was asked for cannot, ERR_ADDON when there is no addon for this platform.
   */
  static async open(options: EngineOptions = {}): Promise<Engine> {
    const country = countryCode(options.country);
    return new Engine(await ChunkEngine.open(options), country);
  }

  /** Parses one address. */
  async parse(address: string, options: ParseOptions = {}): Promise<ParsedAddress> {
    throwIfAborted(options.signal);
    const block = parseBlock(this.chunks, [address], 0, 1, this.countryOf(options));
    const [parsed] = await unlessAborted(block, options.signal);
    if (!parsed) throw new PosthasteError('ERR_INTERNAL', 'Expected one parse but received none');
    return parsed;
  }

  /** Parses an array at once, or whatever a source gives, in order and with bounded look-ahead. */
  parseMany(addresses: readonly string[], options?: ParseOptions): Promise<ParsedAddress[]>;
  parseMany(addresses: AddressSource, options?: ParseOptions): AsyncGenerator<ParsedAddress, void, undefined>;
  parseMany(
    addresses: readonly string[] | AddressSource,
    options: ParseOptions = {},
  ): Promise<ParsedAddress[]> | AsyncGenerator<ParsedAddress, void, undefined> {
    if (Array.isArray(addresses)) return this.parseArray(addresses, options);
    if (!isSource(addresses)) {
      throw new PosthasteError(
        'ERR_OPTION',
        `Expected an array or an iterable of strings for addresses but received a value of type ${typeof addresses}`,
      );
    }
    const country = this.countryOf(options);
    const parse = (block: readonly string[]) => parseBlock(this.chunks, block, 0, block.length, country);
    return parseStream(addresses, parse, options.signal);
  }

  /** Waits for the work in flight; later calls fail with ERR_CLOSED. */
  close(): Promise<void> {
    return this.chunks.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async parseArray(addresses: readonly string[], options: ParseOptions): Promise<ParsedAddress[]> {
    return parseAll(this.chunks, addresses, this.countryOf(options), options.signal);
  }

  private countryOf(options: ParseOptions): string {
    return countryCode(options.country) || this.country;
  }
}

/** A string is iterable too, by character: surely not what was meant. */
function isSource(value: unknown): value is AddressSource {
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}
