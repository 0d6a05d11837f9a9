import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from '../provision/execute.ts'
import { ROOT } from './platform.ts'

const LOCK = join(ROOT, 'acceptance/packages.lock')

/** Where the clients lie that acceptance alone uses; they are installed when their lock changes. */
export async function acceptancePackages(): Promise<string> {
  const home = join(ROOT, '.millrace')
  const [directory, stamp] = [join(home, 'acceptance'), join(home, 'acceptance.digest')]
  const digest = createHash('sha256').update(readFileSync(LOCK)).digest('hex')
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (known === digest && existsSync(directory)) return directory
  rmSync(directory, { recursive: true, force: true })
  const python = join(home, 'engine/environments/spark/bin/python')
  const flags = ['--no-deps', '--require-hashes', '--python', python, '--target', directory]
  await execute(join(home, 'engine/bootstrap/bin/uv'), ['pip', 'install', ...flags, '-r', LOCK])
  writeFileSync(stamp, digest)
  return directory
}
