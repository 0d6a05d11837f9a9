import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import type { Home } from '../home.ts'

const LINES = '200'

/** Prints the last lines of a component's log, or of all; `follow` goes on until interrupted. */
export async function showLogs(
  home: Home,
  options: { component: string | undefined; follow: boolean },
): Promise<void> {
  const directory = join(home.path, 'logs')
  const all = existsSync(directory)
    ? readdirSync(directory).filter((name) => name.endsWith('.log'))
    : []
  const chosen = all.filter((name) => !options.component || name === `${options.component}.log`)
  if (all.length === 0) throw new Failure(`no platform has been started in "${home.path}" yet`)
  if (chosen.length === 0) {
    const known = all.map((name) => name.slice(0, -4)).join(', ')
    throw new Failure(`there is no log of "${options.component}"; there are: ${known}`)
  }
  const flags = ['-n', LINES, ...(options.follow ? ['-F'] : [])]
  const tail = spawn('tail', [...flags, ...chosen.map((name) => join(directory, name))], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => tail.kill())
  await new Promise((settle) => tail.once('exit', settle))
}
