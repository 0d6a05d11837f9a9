import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { unreadableArchive } from '../errors.ts'

const PROGRAM = `import bz2, shutil, sys
shutil.copyfileobj(bz2.open(sys.stdin.buffer), sys.stdout.buffer, 1 << 20)`
const SAID_CHARACTERS_MAX = 1000

/**
 * Unpacks bzip2, several pieces in a row too, in a process of Python’s: a hundred bytes unpack to a
 * hundred megabytes, and only where each waits for its reader do they never lie in memory.
 */
export function bunzip2(): Duplex {
  return Duplex.from(async function* unpacked(source: AsyncIterable<Buffer>) {
    const child = spawn('python3', ['-I', '-S', '-c', PROGRAM])
    try {
      const ended = once(child, 'close')
      ended.catch(() => {})
      // Where it breaks the process says why.
      pipeline(source, child.stdin).catch(() => {})
      let said = ''
      child.stderr.on('data', (text) => {
        said = `${said}${text}`.slice(-SAID_CHARACTERS_MAX)
      })
      yield* child.stdout
      const [code] = await ended
      if (code !== 0)
        throw unreadableArchive({ reason: said.trim().split('\n').at(-1) ?? 'it is broken' })
    } finally {
      child.kill('SIGKILL')
    }
  })
}
