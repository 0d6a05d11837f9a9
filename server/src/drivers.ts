import { readFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { NotebookSize } from './contexts/notebooks/index.ts'
import type { BoxSize, DriverSize, Sessions } from './contexts/sessions/index.ts'
import { Grounds } from './engines/grounds.ts'
import type { Log } from './foundation/log.ts'
import { connectKeeper, type KeeperClient } from './keeper/client.ts'
import type { Channel } from './keeper/keeper.ts'
import type { EngineForBoxes } from './keeper/protocol.ts'
import type { Listener } from './listener/listener.ts'

const ENGINE_ASKED_EVERY_MS = 1000
const GIB = 1024 ** 3
/** A host with less keeps one driver warm, one with more two. */
const TWO_STANDBY_FROM_BYTES = 12 * GIB

/** Who makes boxes on this host, and what they are started from. */
export function openHost(options: {
  log: Log
  home: { path: string; engine: string; packages: string }
  config: { packageIndex: string | undefined }
  listener: Promise<Listener>
}): { keeper: KeeperClient; grounds: Grounds } {
  const keeper = openKeeper(options)
  return { keeper, grounds: openGrounds({ ...options, keeper }) }
}

/** The keeper that started this process; its boxes' connections come in by the listener. */
function openKeeper(options: { log: Log; listener: Promise<Listener> }): KeeperClient {
  return connectKeeper({
    channel: process as unknown as Channel,
    log: options.log,
    connection: (socket, box) => {
      // Boxes of before call at once: what they want waits until there is a listener.
      socket.on('error', () => socket.destroy())
      void options.listener.then((listener) => listener.accept(socket, { box }))
    },
  })
}

/** What drivers are started from; other engines than the standard one come when wanted. */
function openGrounds(options: {
  home: { path: string; engine: string; packages: string }
  config: { packageIndex: string | undefined }
  keeper: KeeperClient
  log: Log
}): Grounds {
  const { home, config, keeper, log } = options
  const program = join(import.meta.dirname, '../../tools/provision/main.ts')
  return new Grounds({
    directory: home.engine,
    packages: home.packages,
    index: config.packageIndex,
    keeper,
    provision: (engine) => [process.execPath, program, home.path, engine],
    useEngine: (name, engine) => keeper.useEngine(name, engine),
    log,
  })
}

/** What one notebook is given: Jupyter, and a few kernels with a table each. */
export function notebookSize(): NotebookSize {
  return { cores: Math.min(2, availableParallelism()), memoryMib: 2048, temporaryMib: 512 }
}

/** What a history server is given: the largest event log that is kept fits its heap. */
export function dashboardSize(): BoxSize {
  return { cores: 1, memoryMib: 1024, jvmMib: 640, temporaryMib: 64 }
}

/** What one interactive driver is given. */
export function driverSize(): DriverSize {
  return {
    cores: Math.min(2, availableParallelism()),
    memoryMib: 2048,
    jvmMib: 1024, // What sparkmagic’s example asks for fits.
    temporaryMib: 512,
    standby: totalmem() >= TWO_STANDBY_FROM_BYTES ? 2 : 1,
  }
}

/** Waits for provisioning to end, then starts standby drivers; also when that was long ago. */
export function startDriversWithEngine(options: {
  home: { engine: string }
  grounds: Grounds
  sessions: Pick<Sessions, 'engineReady'>
  log: Log
}): { stop(): void } {
  const { home, grounds, sessions, log } = options
  const timer = setInterval(async () => {
    const facts = await readEngine(home.engine)
    if (!facts || !timer.hasRef()) return
    timer.unref()
    clearInterval(timer)
    grounds.engines.useStandard(facts)
    await sessions.engineReady().catch((err: unknown) => log.error({ err }, 'no driver starts'))
  }, ENGINE_ASKED_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      grounds.stop()
    },
  }
}

async function readEngine(directory: string): Promise<EngineForBoxes | undefined> {
  try {
    const state = JSON.parse(await readFile(join(directory, 'state.json'), 'utf8'))
    if (state.state !== 'ready') return undefined
    return JSON.parse(await readFile(join(directory, 'engine.json'), 'utf8')) as EngineForBoxes
  } catch {
    return undefined
  }
}
