/**
 * The keeper as a process: `node server/src/keeper/run.ts DRIVER PORT REGION LEVEL PAUSE PROGRAM
 * ARG…` starts PROGRAM (the server) as its child and starts it anew when it dies, at most PAUSE
 * seconds later; boxes stay. SIGTERM and SIGINT end the server first, killing it where it does not
 * end by itself, then every box, and so does the end of whoever started it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createLog } from '../foundation/log.ts'
import { sweepCgroups } from './cgroups.ts'
import { endChild, running } from './end-child.ts'
import { Keeper } from './keeper.ts'
import { type Lives, nextStart } from './restart.ts'

const [driver = '', port = '', region = '', level = 'info', pause = '', ...server] =
  process.argv.slice(2)
const STARTER_MILLISECONDS = 500
/** Less than whoever waits for the keeper waits: `npm start` 25 s, `millrace stop` 30 s. */
const SERVER_SECONDS_MAX = 20
const log = createLog(level)
const keeper = new Keeper({ driver, port: Number(port), region, log })
const state: { child?: ChildProcess; stopping: boolean; lives: Lives } = {
  stopping: false,
  lives: { everLived: false, shortInARow: 0 },
}

function startServer(): void {
  const [program = process.execPath, ...argv] = server
  const began = performance.now()
  const child = spawn(program, argv, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  state.child = child
  keeper.attach(child)
  child.on('exit', (code, signal) => {
    const { lives, afterMs } = nextStart(
      state.lives,
      performance.now() - began,
      Number(pause) * 1000,
    )
    state.lives = lives
    if (state.stopping || code === 0 || afterMs === undefined) {
      void stop(state.stopping ? 0 : (code ?? 1))
      return
    }
    const facts = { code, signal, afterMs }
    log.warn(facts, 'the server ended; its boxes are kept and it is started anew')
    setTimeout(startServer, afterMs)
  })
}

async function stop(code: number): Promise<void> {
  await keeper.stop()
  process.exit(code)
}

function onSignal(signal: NodeJS.Signals): void {
  clearInterval(watch)
  state.stopping = true
  const { child } = state
  if (child && running(child)) endChild(child, { signal, log, secondsMax: SERVER_SECONDS_MAX })
  else void stop(0)
}

const starter = process.ppid
const watch = setInterval(
  () => process.ppid === starter || onSignal('SIGTERM'),
  STARTER_MILLISECONDS,
)
process.on('SIGTERM', onSignal)
process.on('SIGINT', onSignal)
await sweepCgroups()
startServer()
