import { chmodSync, closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'

/** More than this of one driver is not kept: its dashboard ends there. */
export const EVENTS_BYTES_MAX = 64 * 2 ** 20
const NEWLINE = 0x0a
/** As Spark’s history server tells logs of what still runs from others. */
const LIVING = 'events.inprogress'
const ENDED = 'events'

/**
 * The event log of one driver, as it comes out of its box. It may be anything, since code of people
 * shares the driver’s process: it is kept as lines, and no more than so many bytes of it.
 */
export class EventFile {
  readonly #directory: string
  readonly #socket: Socket
  readonly #bytesMax: number
  #file: number | undefined
  #sizeBytes = 0
  /** The beginning of a line whose end has not come yet. */
  #rest: Buffer[] = []
  #restBytes = 0
  #full = false

  constructor(directory: string, socket: Socket, bytesMax = EVENTS_BYTES_MAX) {
    this.#directory = directory
    this.#socket = socket
    this.#bytesMax = bytesMax
    socket.on('data', (data: Buffer) => this.#push(data))
  }

  /** The driver has ended, with word of it or without. */
  end(): void {
    this.#socket.destroy()
    if (this.#file === undefined) return
    const end = { Event: 'SparkListenerApplicationEnd', Timestamp: Date.now() }
    writeSync(this.#file, `${JSON.stringify(end)}\n`)
    closeSync(this.#file)
    this.#file = undefined
    renameSync(join(this.#directory, LIVING), join(this.#directory, ENDED))
  }

  #push(data: Buffer): void {
    const cut = data.lastIndexOf(NEWLINE) + 1
    if (this.#sizeBytes + this.#restBytes + data.length > this.#bytesMax) {
      this.#full = true
      this.#rest = []
      this.#socket.destroy()
    }
    if (this.#full) return
    if (cut > 0) this.#write([...this.#rest.splice(0), data.subarray(0, cut)])
    if (cut > 0) this.#restBytes = 0
    this.#rest.push(data.subarray(cut))
    this.#restBytes += data.length - cut
  }

  #write(pieces: readonly Buffer[]): void {
    this.#file ??= this.#open()
    for (const piece of pieces) {
      writeSync(this.#file, piece)
      this.#sizeBytes += piece.length
    }
  }

  /** Nobody but this platform’s user gets to the directory; the box that shows it is another. */
  #open(): number {
    mkdirSync(this.#directory, { recursive: true })
    chmodSync(this.#directory, 0o755)
    const path = join(this.#directory, LIVING)
    const file = openSync(path, 'w')
    chmodSync(path, 0o644)
    return file
  }
}
