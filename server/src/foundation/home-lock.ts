import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { resolve } from 'node:path'

/**
 * One `npm start` at a time brings a home up. The lock is a name that only one process can listen
 * on, so it goes with the process however that ends. Undefined: somebody else has it.
 */
export async function lockHome(path: string): Promise<Server | undefined> {
  const digest = createHash('sha256').update(resolve(path)).digest('hex')
  const server = createServer((socket) => socket.destroy())
  server.unref()
  const name = `\0millrace-start-${digest}` // Linux's abstract names are no files.
  return new Promise((settle, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? settle(undefined) : fail(error),
    )
    server.listen(name, () => settle(server))
  })
}
