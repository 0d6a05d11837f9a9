import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { acceptFrom } from './client.ts'

interface Listening {
  _handle: object
}

// As the child, this file is the far side: it answers each connection with its own pid.
if (process.argv[2] === 'child') {
  process.on('message', (_, handle) => {
    acceptFrom('b1', handle, (socket, box) => socket.end(`${box} ${process.pid}`))
    process.send?.('listening')
  })
} else {
  test('given a raw listening handle, when two processes get it, then each accepts', async () => {
    const listener = createServer()
    await once(listener.listen(0, '127.0.0.1'), 'listening')
    const { port } = listener.address() as { port: number }
    const raw = (listener as unknown as Listening)._handle

    const answers: string[] = []
    const pids: (number | undefined)[] = []
    for (let round = 0; round < 2; round += 1) {
      const child = fork(fileURLToPath(import.meta.url), ['child'])
      pids.push(child.pid)
      const ready = once(child, 'message')
      child.send({}, raw as Parameters<typeof child.send>[1])
      await ready
      // The parent's own accepting stops, as the keeper never starts it.
      ;(raw as { unref?(): void }).unref?.()
      answers.push(await read(port, String(child.pid)))
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    listener.close()

    assert.deepEqual(
      answers,
      pids.map((pid) => `b1 ${pid}`),
    )
  })
}

/** Both processes may accept: asks until the wanted one has answered. */
async function read(port: number, wanted: string): Promise<string> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (data) => chunks.push(data))
    const timer = setTimeout(() => socket.destroy(), 200)
    await once(socket, 'close')
    clearTimeout(timer)
    const text = Buffer.concat(chunks).toString()
    if (text.endsWith(wanted)) return text
  }
}
