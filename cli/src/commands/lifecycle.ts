import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../failure.ts'
import { type Home, serverOf } from '../home.ts'

const STOP_SECONDS_MAX = 30

/** Ends the platform of this home and waits until it is gone; answers whether one ran. */
export async function stopPlatform(home: Home): Promise<boolean> {
  const server = serverOf(home.path)
  if (!server) return false
  process.kill(server.startPid ?? server.pid, 'SIGTERM')
  const deadline = Date.now() + STOP_SECONDS_MAX * 1000
  while (serverOf(home.path)) {
    if (Date.now() > deadline)
      throw new Failure(`process ${server.pid} did not end in ${STOP_SECONDS_MAX} s: see the logs`)
    await sleep(100)
  }
  return true
}

/** Removes all state but the engine, which is only costly and knows nothing. */
export async function resetPlatform(home: Home, confirmed: boolean): Promise<void> {
  if (!confirmed)
    throw new Failure(`this deletes every dataset in "${home.path}": say "millrace reset --yes"`)
  await stopPlatform(home)
  const state = ['postgres', 'objects', 'notebooks', 'keys', 'ca', 'run', 'logs', 'demo']
  const files = ['credentials', 'config', 'config.json', 'config.proxy', 'people.json', 'demo.json']
  for (const name of [...state, ...files])
    rmSync(join(home.path, name), { recursive: true, force: true })
}
