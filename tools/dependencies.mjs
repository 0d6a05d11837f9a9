// Installs the npm packages of the lock file when they are not there yet, and finds Node 24.
// Plain JavaScript on Node's builtins: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const marker = join(root, 'node_modules/.millrace-lock')

/** @returns whether the packages of some lock file are there, whole */
export function packagesInstalled() {
  return existsSync(marker)
}

/** Says so at once, since it takes a minute or two. */
export function installPackages() {
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (packagesInstalled() && readFileSync(marker, 'utf8') === digest) return
  console.log('installing npm packages…')
  const started = performance.now()
  rmSync(marker, { force: true })
  // Not `npm ci`: it refuses a lock file without the optional packages of other systems, which
  // not every mirror carries. The lock file decides the versions all the same.
  const npm = process.env.npm_execpath
  const [program, argv] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const { status } = spawnSync(
    program,
    [...argv, 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  if (status !== 0) {
    console.error('npm install failed: look above; behind a proxy, check what `npm ping` says')
    process.exit(1)
  }
  writeFileSync(marker, digest)
  const seconds = (performance.now() - started) / 1000
  console.log(`npm packages installed in ${seconds.toFixed(1)} s`)
}

/** Node 24 from the lock file; on systems without such a package, the person's own. */
export function node24() {
  const packaged = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
  if (existsSync(packaged)) return packaged
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error(`Node 24 is needed on ${process.platform}; found ${process.versions.node}`)
  process.exit(1)
}

/** The environment for children: programs of the lock file first, and no module compiled twice. */
export function environment(more = {}) {
  const binaries = join(root, 'node_modules/.bin')
  const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node') }
  return { ...compiled, ...process.env, PATH: `${binaries}:${process.env.PATH}`, ...more }
}
