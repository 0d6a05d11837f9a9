import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { defineError } from './errors.ts'

export const homeTaken = defineError<{ home: string }>({
  code: 'foundation.home-taken',
  kind: 'conflict',
  message: ({ home }) => `another server serves "${home}"`,
})

/** Of a home: one `npm start` brings it up, one server serves it; and one starts a PostgreSQL. */
export type Duty = 'start' | 'server' | 'postgres'

const WAIT_MILLISECONDS = 100

/**
 * The lock is a name that only one process can listen on, so it goes with the process however that
 * ends. Undefined: somebody else has it.
 */
export async function lockHome(path: string, duty: Duty): Promise<Server | undefined> {
  const digest = createHash('sha256').update(resolve(path)).digest('hex')
  const server = createServer((socket) => socket.destroy())
  server.unref()
  const name = `\0millrace-${duty}-${digest}` // Linux's abstract names are no files.
  return new Promise((settle, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? settle(undefined) : fail(error),
    )
    server.listen(name, () => settle(server))
  })
}

/** The same, waiting for whoever has it; undefined when they keep it for too long. */
export async function awaitHome(
  path: string,
  duty: Duty,
  secondsMax: number,
): Promise<Server | undefined> {
  const deadline = Date.now() + secondsMax * 1000
  for (;;) {
    const lock = await lockHome(path, duty)
    if (lock || Date.now() > deadline) return lock
    await sleep(WAIT_MILLISECONDS)
  }
}
