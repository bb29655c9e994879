/** A message of PostgreSQL's protocol, whole. */
export interface Message {
  /** Empty for the first one of a client, which has no type. */
  readonly type: string;
  readonly bytes: Buffer;
}

const LENGTH_BYTES = 4;

/**
 * Cuts what comes over one connection into messages.
 * Source: postgresql.org/docs/18/protocol-message-formats.html
 * @param isClient whose first message has no type
 */
export function createMessageReader(isClient: boolean): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = isClient;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const typeBytes = isFirst ? 0 : 1;
      if (rest.length < typeBytes + LENGTH_BYTES) return messages;
      const size = typeBytes + rest.readUInt32BE(typeBytes);
      if (rest.length < size) return messages;
      messages.push({
        type: rest.toString('latin1', 0, typeBytes),
        bytes: rest.subarray(0, size),
      });
      rest = rest.subarray(size);
      isFirst = false;
    }
  };
}

/** Tells what a client's messages have PostgreSQL do; remembers the statements it prepared. */
export function createStatementTeller(): (messages: readonly Message[]) => string | undefined {
  const prepared = new Map<string, string>();
  const teller = ({ type, bytes }: Message): string | undefined => {
    const [first = '', second = ''] = bytes.toString('utf8', 1 + LENGTH_BYTES).split('\0');
    if (type === 'Q') return first;
    if (type === 'P') {
      prepared.set(first, second);
      return second;
    }
    // Its portal comes first, and then the statement's name.
    return type === 'B' ? prepared.get(second) : undefined;
  };
  return (messages) => {
    const told = messages.map(teller).find((text) => text !== undefined);
    return told?.trim().replace(/\s+/g, ' ');
  };
}
