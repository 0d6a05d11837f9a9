import { createBody } from './body.ts'
import { createEarly, type EarlyRoom } from './early.ts'
import { brokenUpload } from './errors.ts'

/** A file on its way: pieces at any places within a window, that become one body in order. */
export interface Upload {
  /** What has come of it without a gap. */
  sizeBytes(): number
  /** Answers when there is room for more; so a client that waits for answers sends no faster. */
  write(offset: number, bytes: Buffer): Promise<void>
  /** The client says that this was all: it is kept, where there is no gap in it. */
  finish(): Promise<void>
  /** Nothing of it is kept. */
  abort(): void
}

export function startUpload(
  put: (body: AsyncIterable<Uint8Array>) => Promise<void>,
  room: EarlyRoom = { usedBytes: 0 },
): Upload {
  const body = createBody()
  const early = createEarly(room)
  let [end, finished] = [0, false]
  let failure: Error | undefined

  const fail = (error: Error) => {
    failure ??= error
    body.fail(failure)
    early.drop(failure)
    return failure
  }
  const broken = (reason: string) => fail(brokenUpload({ reason }))
  const give = (bytes: Buffer) => {
    end += bytes.length
    return body.give(bytes)
  }
  const done = (async () => put(body))()
  done.catch(fail)

  return {
    sizeBytes: () => end,
    async write(offset, bytes) {
      if (failure) throw failure
      if (bytes.length === 0) return
      if (finished || offset < end || early.has(offset))
        throw broken('a file is written once, from its beginning on')
      if (offset > end && !early.fits(bytes)) throw broken('a piece before it is missing')
      if (offset > end) return await early.keep(offset, bytes)
      const given = give(bytes)
      for (let next = early.take(end); next; next = early.take(end))
        next.given.resolve(give(next.bytes))
      await given
    },
    async finish() {
      if (early.count() > 0) broken('a piece of it is missing')
      finished = true
      body.end()
      await done
    },
    abort: () => void broken('it was broken off'),
  }
}
