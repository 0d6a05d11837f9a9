import { StringDecoder } from 'node:string_decoder'
import { lineTooLong } from './errors.ts'

/** Cuts a byte stream into lines; a line may come in many pieces. */
export class LineReader {
  readonly #line: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #pieces: string[] = []
  #length = 0
  readonly #lengthMax: number

  /** @throws keeper.line-too-long from `push`, when a line is longer than `lengthMax` characters */
  constructor(line: (line: string) => void, lengthMax = Number.POSITIVE_INFINITY) {
    this.#line = line
    this.#lengthMax = lengthMax
  }

  push(data: Buffer): void {
    const [first = '', ...rest] = this.#decoder.write(data).split('\n')
    this.#add(first)
    for (const next of rest) {
      this.#line(this.#pieces.join(''))
      this.#pieces = []
      this.#length = 0
      this.#add(next)
    }
  }

  #add(piece: string): void {
    this.#length += piece.length
    if (this.#length > this.#lengthMax) throw lineTooLong({ lengthMax: this.#lengthMax })
    this.#pieces.push(piece)
  }
}
