import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Door } from '../doors/shared/door.ts'

/** One door on a port of its own, without the platform's listener before it. */
export async function givenDoor(
  door: Door,
  { sidePort }: { sidePort?: number } = {},
): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const [rawPath = '/', ...query] = (request.url ?? '/').split('?')
    const rawQuery = query.join('?')
    const requestId = randomUUID()
    const { remoteAddress: address } = request.socket
    const connection = { box: undefined, sidePort, address, secure: false }
    void door.handle({ request, response, requestId, rawPath, rawQuery, ...connection })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
