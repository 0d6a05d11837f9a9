import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { postmasterOf } from '../../../tools/postmaster.mjs'
import { Failure } from '../failure.ts'
import { type Home, serverOf } from '../home.ts'

const STOP_SECONDS_MAX = 30

/** Ends the platform of this home and waits until it is gone; answers whether one ran. */
export async function stopPlatform(home: Home): Promise<boolean> {
  const server = serverOf(home.path)
  if (server) {
    process.kill(server.startPid ?? server.pid, 'SIGTERM')
    await untilGone(server.pid, () => serverOf(home.path) !== undefined)
  }
  // A server that was killed has left it.
  const postgres = postmasterOf(home.path)
  if (postgres) {
    process.kill(postgres, 'SIGINT') // PostgreSQL's fast shutdown.
    await untilGone(postgres, () => postmasterOf(home.path) !== undefined)
  }
  return server !== undefined || postgres !== undefined
}

async function untilGone(pid: number, there: () => boolean): Promise<void> {
  const deadline = Date.now() + STOP_SECONDS_MAX * 1000
  while (there()) {
    if (Date.now() > deadline)
      throw new Failure(`process ${pid} did not end in ${STOP_SECONDS_MAX} s: see the logs`)
    await sleep(100)
  }
}

/** Removes all state but the engine, which is only costly and knows nothing. */
export async function resetPlatform(home: Home, confirmed: boolean): Promise<void> {
  if (!confirmed)
    throw new Failure(`this deletes every dataset in "${home.path}": say "millrace reset --yes"`)
  await stopPlatform(home)
  const state = ['postgres', 'objects', 'notebooks', 'keys', 'ca', 'run', 'logs', 'demo']
  const files = ['credentials', 'config', 'config.json', 'people.json', 'demo.json']
  const kept = ['audit-ends.json']
  const proxied = ['aws-data', 'config.proxy']
  for (const name of [...state, ...files, ...kept, ...proxied])
    rmSync(join(home.path, name), { recursive: true, force: true })
}
