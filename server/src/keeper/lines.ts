import { StringDecoder } from 'node:string_decoder'

/** Cuts a byte stream into lines; a line may come in many pieces. */
export class LineReader {
  readonly #line: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #pieces: string[] = []

  constructor(line: (line: string) => void) {
    this.#line = line
  }

  push(data: Buffer): void {
    const [first = '', ...rest] = this.#decoder.write(data).split('\n')
    this.#pieces.push(first)
    for (const next of rest) {
      this.#line(this.#pieces.join(''))
      this.#pieces = [next]
    }
  }
}
