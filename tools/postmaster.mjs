// The embedded PostgreSQL of a home, seen from outside. Plain JavaScript on Node's builtins.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Its process, whoever started it; a number that went to somebody else since is none. */
export function postmasterOf(home) {
  const data = join(home, 'postgres/data')
  // As root it runs in a mount namespace, and knows its data by the second name.
  const inner = `/run/millrace-${createHash('sha256').update(data).digest('hex').slice(0, 16)}/data`
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    const [, flag, directory] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return flag === '-D' && [data, inner].includes(directory) ? pid : undefined
  } catch {
    return undefined
  }
}
