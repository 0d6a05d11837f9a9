import { Readable } from 'node:stream'
import type { SFTPWrapper } from 'ssh2'
import { fetchFailed } from '../errors.ts'

const READ_BYTES = 32 << 10 // What every server takes: draft-ietf-secsh-filexfer-02, section 3.
/** Asked for ahead: one question after the other would wait for a whole round trip each. */
const READS_AHEAD = 64

export interface SftpRange {
  path: string
  start: number
  end: number
  /** Calls back once, when the connection is gone; answers how to forget that. */
  lost: (tell: () => void) => () => void
}

/** The bytes of a remote file, in order, with many reads under way at a time. */
export function readAhead(sftp: SFTPWrapper, range: SftpRange): Readable {
  return Readable.from(chunks(sftp, range), { objectMode: false })
}

async function* chunks(sftp: SFTPWrapper, { path, start, end, lost }: SftpRange) {
  const handle = await opened(sftp, path)
  const line = { broken: false, fail: (_error: Error) => {} }
  const gone = () => fetchFailed({ path, reason: 'the connection was lost' })
  const forget = lost(() => {
    line.broken = true
    line.fail(gone())
  })
  const asked: Promise<Buffer>[] = []
  let next = start
  try {
    for (let at = start; at < end; ) {
      for (; asked.length < READS_AHEAD && next < end; next += READ_BYTES) {
        const length = Math.min(READ_BYTES, end - next)
        const answer = readWhole(sftp, { handle, path, position: next, length })
        // After a failure those behind it fail as well, and nobody waits for them.
        answer.catch(() => {})
        asked.push(answer)
      }
      // A question that is asked when the connection is gone already is never answered.
      const chunk = await new Promise<Buffer>((resolve, reject) => {
        line.fail = reject
        if (line.broken) reject(gone())
        asked.shift()?.then(resolve, reject)
      })
      yield chunk
      at += chunk.length
    }
  } finally {
    forget()
    if (!line.broken) sftp.close(handle, () => {})
  }
}

function opened(sftp: SFTPWrapper, path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sftp.open(path, 'r', (error, handle) => {
      if (error) reject(fetchFailed({ path, reason: error.message }, { cause: error }))
      else resolve(handle)
    })
  })
}

/** A server may answer with less than it was asked for. */
async function readWhole(
  sftp: SFTPWrapper,
  of: { handle: Buffer; path: string; position: number; length: number },
): Promise<Buffer> {
  const { handle, path, position, length } = of
  const buffer = Buffer.allocUnsafe(length)
  for (let done = 0; done < length; ) {
    const bytes = await new Promise<number>((resolve, reject) => {
      sftp.read(handle, buffer, done, length - done, position + done, (error, count) => {
        if (error) reject(fetchFailed({ path, reason: error.message }, { cause: error }))
        else resolve(count)
      })
    })
    if (bytes === 0) throw fetchFailed({ path, reason: `it ended at byte ${position + done}` })
    done += bytes
  }
  return buffer
}
