import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Log } from '../foundation/log.ts'

export type ZygoteMessage =
  | { event: 'up'; pid: number }
  | { event: 'control'; box: string; pid: number }
  | { event: 'log'; box: string }
  | { event: 'listener'; box: string }
  | { event: 'end'; box: string; code?: number; reason?: string }

export interface Zygote {
  alive: boolean
  open(order: { spec: object; driver: object }): void
  close(box: string): void
  end(): void
}

/** Starts the process that forks boxes, with an empty environment: boxes inherit its memory. */
export function startZygote(options: {
  python: string
  driver: string
  log: Log
  heard: (message: ZygoteMessage, handle: unknown) => void
  ended: () => void
}): Zygote {
  const child = spawn(options.python, ['-I', join(options.driver, 'zygote.py')], {
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => options.log.warn({ said: data.toString() }, 'zygote'))
  const zygote: Zygote = {
    alive: true,
    open: (order) => void (child.connected && child.send({ op: 'open', ...order })),
    close: (box) => void (child.connected && child.send({ op: 'close', box })),
    end: () => void child.kill('SIGKILL'),
  }
  child.on('message', (message, handle) => options.heard(message as ZygoteMessage, handle))
  const ended = () => {
    zygote.alive = false
    options.ended()
  }
  child.on('error', (error) => {
    options.log.error({ err: error }, 'the zygote failed')
    // What never began does not exit.
    if (child.pid === undefined) ended()
  })
  child.on('exit', ended)
  return zygote
}
