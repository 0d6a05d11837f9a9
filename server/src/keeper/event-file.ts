import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Log } from '../foundation/log.ts'

/** More than this of one driver is not kept: its dashboard ends there. */
export const EVENTS_BYTES_MAX = 64 * 2 ** 20
/** Lines of Spark are far shorter; this much of each driver may lie in the keeper’s memory. */
export const EVENT_LINE_BYTES_MAX = 2 ** 20
/** Small pieces of a line are joined, so that it takes no more than its own bytes. */
const PIECES_MAX = 64
const NEWLINE = 0x0a
/** As Spark’s history server tells logs of what still runs from others. */
const LIVING = 'events.inprogress'
const ENDED = 'events'

export interface EventPlace {
  directory: string
  log: Pick<Log, 'warn'>
  /** False where its account has no room for so many bytes more. */
  take?: (bytes: number) => boolean
  bytesMax?: number
  lineBytesMax?: number
}

/**
 * The event log of one driver, as it comes out of its box. It may be anything, since code of people
 * shares the driver’s process: it is kept as lines, and no more than so many bytes of it. Whatever
 * befalls it, a full disk too, only it ends: the keeper owns every box.
 */
export class EventFile {
  readonly #place: Required<EventPlace>
  readonly #socket: Socket
  #file: number | undefined
  #sizeBytes = 0
  /** The beginning of a line whose end has not come yet. */
  #rest: Buffer[] = []
  #restBytes = 0
  #stopped = false

  constructor(place: EventPlace, socket: Socket) {
    const bounds = { bytesMax: EVENTS_BYTES_MAX, lineBytesMax: EVENT_LINE_BYTES_MAX }
    this.#place = { ...bounds, take: () => true, ...place }
    this.#socket = socket
    socket.on('data', (data: Buffer) => this.#push(data))
  }

  /** The driver has ended, with word of it or without. */
  end(): void {
    this.#socket.destroy()
    this.#stopped = true
    if (this.#file === undefined) return
    const end = { Event: 'SparkListenerApplicationEnd', Timestamp: Date.now() }
    const { directory } = this.#place
    this.#guarded('has no end', () => this.#append(Buffer.from(`${JSON.stringify(end)}\n`)))
    const file = this.#file
    this.#file = undefined
    this.#guarded('was not closed', () => closeSync(file))
    this.#guarded('stays as of a driver that lives', () =>
      renameSync(join(directory, LIVING), join(directory, ENDED)),
    )
  }

  #push(data: Buffer): void {
    if (this.#stopped) return
    const cut = data.lastIndexOf(NEWLINE) + 1
    const reason = this.#tooMuch(data, cut)
    if (reason !== undefined) this.#stop(reason)
    else if (cut === 0 || this.#keep(Buffer.concat([...this.#rest, data.subarray(0, cut)])))
      this.#await(data.subarray(cut))
  }

  #keep(lines: Buffer): boolean {
    this.#rest = []
    this.#restBytes = 0
    if (!this.#place.take(lines.length)) this.#stop('its account has too much of them')
    else if (!this.#guarded('is kept no further', () => this.#append(lines))) this.#stop()
    return !this.#stopped
  }

  #await(piece: Buffer): void {
    this.#rest.push(piece)
    this.#restBytes += piece.length
    if (this.#rest.length > PIECES_MAX) this.#rest = [Buffer.concat(this.#rest)]
  }

  #tooMuch(data: Buffer, cut: number): string | undefined {
    const { bytesMax, lineBytesMax } = this.#place
    if (this.#sizeBytes + this.#restBytes + data.length > bytesMax)
      return `it would be more than ${bytesMax} bytes`
    const first = cut > 0 ? data.indexOf(NEWLINE) : data.length
    const longest = Math.max(this.#restBytes + first, data.length - cut)
    return longest > lineBytesMax ? `a line is longer than ${lineBytesMax} bytes` : undefined
  }

  #stop(reason?: string): void {
    this.#stopped = true
    this.#rest = []
    this.#socket.destroy()
    const { directory, log } = this.#place
    if (reason !== undefined) log.warn({ directory, reason }, 'an event log is kept no further')
  }

  /** All of it, or nothing: half a line would spoil what comes after it. */
  #append(lines: Buffer): void {
    this.#file ??= this.#open()
    const file = this.#file
    try {
      writeFileSync(file, lines)
    } catch (error) {
      ftruncateSync(file, this.#sizeBytes)
      throw error
    }
    this.#sizeBytes += lines.length
  }

  #guarded(what: string, work: () => void): boolean {
    try {
      work()
      return true
    } catch (err) {
      const { directory, log } = this.#place
      log.warn({ err, directory }, `an event log ${what}`)
      return false
    }
  }

  /** Nobody but this platform’s user gets to the directory; the box that shows it is another. */
  #open(): number {
    const { directory } = this.#place
    mkdirSync(directory, { recursive: true })
    chmodSync(directory, 0o755)
    const path = join(directory, LIVING)
    // Appended: after what is taken back again, the next line stands where it began.
    const file = openSync(path, 'a')
    chmodSync(path, 0o644)
    return file
  }
}
