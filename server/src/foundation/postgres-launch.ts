import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { Layout } from './postgres-layout.ts'

// Inside the namespace other directories are bound to short paths that PostgreSQL’s own user can
// enter, wherever the home is, and a passwd file that knows that user; then rights are dropped.
const AS_ANOTHER_USER = `
  mount --bind "$1" "$2" && mount --bind "$3" "$4" && mount --bind "$5" /etc/passwd || exit 70
  program=$4/bin/$6; user=$7; shift 7
  cd / && exec setpriv --reuid "$user" --regid "$user" --clear-groups --bounding-set -all \\
    --no-new-privs --pdeathsig clear "$program" "$@"
`

// A user that the host knows by number alone, as in containers: PostgreSQL wants a name.
const WITH_A_NAME = `
  mount --bind "$1" /etc/passwd || exit 70
  shift; exec setpriv --ambient-caps -all --inh-caps -all --no-new-privs "$@"
`
const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

function named(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** Runs a program of PostgreSQL, which outlives this process, as a user that it accepts. */
export function launch(layout: Layout, logFile: string, command: string[]): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true })
  const output = openSync(logFile, 'a', 0o600)
  const [program = '', ...argv] = command
  const detached: SpawnOptions = { detached: true, stdio: ['ignore', output, output], env: {} }
  const here = { ...detached, cwd: '/' }
  const path = join(layout.native, 'bin', program)
  if (layout.user === undefined && named()) return spawn(path, argv, here)
  if (layout.user === undefined) {
    const inside = ['--user', '--map-current-user', '--keep-caps', '--mount', 'sh', '-c']
    const script = [WITH_A_NAME, 'sh', passwdFile(layout, process.getuid?.() ?? 0), path]
    return spawn('unshare', [...inside, ...script, ...argv], {
      ...here,
      env: { PATH: SYSTEM_PATH },
    })
  }
  const binds = [layout.data, layout.inner.data, layout.native, layout.inner.native]
  const script = ['sh', '-c', AS_ANOTHER_USER, 'sh', ...binds, passwdFile(layout, layout.user)]
  return spawn(
    'unshare',
    ['--mount', '--propagation', 'private', ...script, program, String(layout.user), ...argv],
    { ...here, env: { PATH: SYSTEM_PATH } },
  )
}

function passwdFile(layout: Layout, user: number): string {
  const path = join(layout.base, 'passwd')
  writeFileSync(path, `root:x:0:0::/:/bin/false\nmillrace:x:${user}:${user}::/:/bin/false\n`)
  return path
}
