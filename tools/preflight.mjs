// What a host must have before anything is installed: plain JavaScript on Node's builtins, so that
// it runs on any Node >= 20 from a clone without node_modules. At most two seconds, read-only.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs'
import { connect } from 'node:net'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'

const GIB = 2 ** 30
const DISK_BYTES_WANTED = 6 * GIB
const MEMORY_BYTES_WANTED = 6 * GIB
const PROBE_MILLISECONDS = 10_000

/**
 * @typedef {{ name: string, state: 'ok' | 'warning' | 'failed', found: string, wanted: string,
 *   fix?: string }} Check
 */

/** @returns {Promise<Check[]>} */
export async function preflight({ home, host, port }) {
  return [
    system(),
    node(),
    npm(),
    python(),
    venv(),
    java(),
    maven(),
    disk(home),
    memory(),
    writable(home),
    await portFree(home, host, port),
    userNamespaces(),
  ]
}

/** The Python that the engine is built with: 3.11 or 3.12. */
export function findPython() {
  for (const name of ['python3.11', 'python3.12', 'python3']) {
    const { stdout } = run(name, ['-c', 'import sys; print(*sys.version_info[:2], sys.executable)'])
    const [major, minor, path] = stdout.trim().split(' ')
    if (major === '3' && (minor === '11' || minor === '12')) return { path, version: `3.${minor}` }
  }
  return undefined
}

function system() {
  const found = `${process.platform} ${process.arch}`
  const ok = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
  return check('system', ok, found, 'linux x64 or arm64', 'use a Linux host', !ok)
}

function node() {
  const ok = Number(process.versions.node.split('.')[0]) >= 20
  return check('Node', ok, process.versions.node, '20 or newer', 'sudo apt-get install nodejs')
}

function npm() {
  const found = process.env.npm_execpath ?? findProgram('npm')
  return check('npm', found !== undefined, found ?? 'none', 'any', 'sudo apt-get install npm')
}

function python() {
  const found = findPython()
  const fix = 'sudo apt-get install python3 python3-venv'
  return check('Python', found !== undefined, found?.version ?? 'none', '3.11 or 3.12', fix)
}

function venv() {
  const found = findPython()
  const ok = found !== undefined && run(found.path, ['-c', 'import venv, ensurepip']).status === 0
  return check(
    'Python venv',
    ok,
    ok ? 'present' : 'none',
    'present',
    'sudo apt-get install python3-venv',
  )
}

/** Read from the file `release` beside it: starting a JVM takes too long on a busy host. */
function java() {
  const program = process.env.JAVA_HOME
    ? join(process.env.JAVA_HOME, 'bin/java')
    : findProgram('java')
  const fix = 'sudo apt-get install openjdk-17-jdk-headless'
  const found = program && existsSync(program) ? javaVersion(realpathSync(program)) : undefined
  return check('Java', found?.split('.')[0] === '17', found ?? 'none', '17', fix)
}

function javaVersion(program) {
  try {
    const release = readFileSync(join(dirname(dirname(program)), 'release'), 'utf8')
    return /^JAVA_VERSION="(.+)"$/m.exec(release)?.[1]
  } catch {
    return undefined
  }
}

function maven() {
  const found = findProgram('mvn')
  return check('Maven', found !== undefined, found ?? 'none', 'any', 'sudo apt-get install maven')
}

function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(':')
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path))
}

function disk(home) {
  if (existsSync(join(home, 'engine'))) return check('disk', true, 'already used', '6 GiB', '')
  const place = nearest(home)
  const { bavail, bsize } = statfsSync(place)
  const free = bavail * bsize
  const fix = `free some space at "${place}", or choose another place by --home`
  return check('disk', free >= DISK_BYTES_WANTED, gib(free), '6 GiB free', fix)
}

function memory() {
  const fix = 'use a host with more memory'
  return check('memory', totalmem() >= MEMORY_BYTES_WANTED, gib(totalmem()), '6 GiB', fix)
}

function writable(home) {
  try {
    accessSync(nearest(home), constants.W_OK)
    return check('home', true, home, 'writable', '')
  } catch (error) {
    return check('home', false, error.code, 'writable', 'choose another place by --home')
  }
}

/** The closest directory above that is there already. */
function nearest(path) {
  return existsSync(path) ? path : nearest(dirname(path))
}

/** Where this home's own server runs is fine: a second start finds it running. */
async function portFree(home, host, port) {
  const taken = await answers(host, port)
  const ours = runningServer(home) !== undefined
  const fix = `choose another port by --port, or end what listens: ss -ltnp 'sport = :${port}'`
  return check('port', !taken || ours, taken ? (ours ? 'ours' : 'taken') : 'free', `${port}`, fix)
}

function answers(host, port) {
  return new Promise((settle) => {
    const socket = connect({ host, port, timeout: PROBE_MILLISECONDS })
    const done = (answer) => {
      socket.destroy()
      settle(answer)
    }
    socket.once('connect', () => done(true))
    socket.once('timeout', () => done(false))
    socket.once('error', () => done(false))
  })
}

function userNamespaces() {
  const probe = 'mount -t tmpfs t /mnt && mount -t proc p /proc'
  const mapped = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps']
  const { status } = run('unshare', [
    ...mapped,
    '--mount',
    '--pid',
    '--net',
    '--fork',
    'sh',
    '-c',
    probe,
  ])
  const ok = status === 0
  const fix = 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
  return { ...check('isolation', ok, ok ? 'full' : 'trusted', 'full', fix, true) }
}

/** What the running server of `home` wrote of itself, if it is alive. */
export function runningServer(home) {
  try {
    const server = JSON.parse(readFileSync(join(home, 'run/server.json'), 'utf8'))
    // After a power cut its number may be another's.
    const command = readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')
    return command.includes('server/src/main.ts') ? server : undefined
  } catch {
    return undefined
  }
}

function run(program, argv) {
  const { status, stdout, stderr } = spawnSync(program, argv, {
    encoding: 'utf8',
    timeout: PROBE_MILLISECONDS,
  })
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' }
}

/** @returns {Check} */
function check(name, ok, found, wanted, fix, mild = false) {
  if (ok) return { name, state: 'ok', found, wanted }
  return { name, state: mild ? 'warning' : 'failed', found, wanted, fix }
}

function gib(bytes) {
  return `${(bytes / GIB).toFixed(1)} GiB`
}
