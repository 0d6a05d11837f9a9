import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Log } from '../foundation/log.ts'

export type ZygoteMessage =
  | { event: 'up'; pid: number }
  | { event: 'control'; box: string; pid: number }
  | { event: 'log'; box: string }
  | { event: 'events'; box: string }
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
  /** With what it said last, where it has never been up. */
  ended: (cause?: string) => void
}): Zygote {
  const child = spawn(options.python, ['-I', join(options.driver, 'zygote.py')], {
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const start = { up: false, said: '' }
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      options.log.warn({ said: data.toString() }, 'zygote')
      start.said = (start.said + data.toString()).slice(-SAID_LENGTH_KEPT)
    })
  const zygote: Zygote = {
    alive: true,
    open: (order) => void (child.connected && child.send({ op: 'open', ...order })),
    close: (box) => void (child.connected && child.send({ op: 'close', box })),
    end: () => void child.kill('SIGKILL'),
  }
  child.on('message', (message: ZygoteMessage, handle) => {
    if (message.event === 'up') start.up = true
    options.heard(message, handle)
  })
  const ended = (cause?: string) => {
    zygote.alive = false
    options.ended(cause)
  }
  child.on('error', (error) => {
    options.log.error({ err: error }, 'the zygote failed')
    // What never began does not exit.
    if (child.pid === undefined) ended(error.message)
  })
  child.on('exit', () => start.up && ended())
  // Only now all is read that one said which never came up; boxes may keep the streams of others.
  child.on('close', () => child.pid !== undefined && !start.up && ended(lastLine(start.said)))
  return zygote
}

const SAID_LENGTH_KEPT = 2000
const CAUSE_LENGTH_MAX = 300

/** Of a traceback: the error. */
function lastLine(said: string): string | undefined {
  return said.trim().split('\n').at(-1)?.slice(0, CAUSE_LENGTH_MAX)
}
