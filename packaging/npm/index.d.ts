/** What is wrong, where, and what to do; what does not apply is null. */
export interface Finding {
  file: string | null;
  code: string;
  severity: "error" | "warning" | "note";
  message: string;
  help: string | null;
  line: number | null;
  column: number | null;
  end_line: number | null;
  end_column: number | null;
  byte_offset: number | null;
  element: string | null;
  value: string | null;
  spec: string | null;
  w3c: string | null;
}

export interface Report {
  file: string;
  feed_type: string;
  /** Whether there is no error. */
  valid: boolean;
  items: number;
  /** How many more findings there are than `findings` holds. */
  left_out: number;
  findings: Finding[];
}

export interface Options {
  /** The name it goes by in findings. */
  file?: string;
  /** Consumers whose demands are checked, too: names of `profiles()`. */
  profiles?: string[];
  /** The moment at which dates are judged. */
  now?: Date;
}

/** Checks a feed. Throws a RangeError for a profile that is not known. */
export function check(feed: Uint8Array | ArrayBuffer | string, options?: Options): Report;

/** The profiles: names, and the consumers that they stand for. */
export function profiles(): [name: string, consumer: string][];
