import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, ROOT } from '../../tools/test/platform.ts'
import type { Peer } from '../signed-http.ts'
import { startPeer } from './child.ts'

const VERSION = 'v1.8.0'
const PLACE = join(ROOT, '.millrace/peers')
const BINARY = join(PLACE, 'versitygw')

/** An S3 gateway over files; it answers a PUT without waiting for the disk. */
export async function startVersitygw(): Promise<Peer & AsyncDisposable> {
  installOnce()
  const key = { accessKeyId: 'bench', secretAccessKey: 'bench-of-millrace' }
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await startPeer({
    url,
    command: BINARY,
    args: (directory) => ['--quiet', '--port', `127.0.0.1:${port}`, 'posix', directory],
    environment: () => ({
      ROOT_ACCESS_KEY: key.accessKeyId,
      ROOT_SECRET_KEY: key.secretAccessKey,
    }),
  })
  return { name: 'versitygw', url, key, ...server }
}

function installOnce(): void {
  if (existsSync(BINARY)) return
  mkdirSync(PLACE, { recursive: true, mode: 0o700 })
  const program = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`
  const { status } = spawnSync('go', ['install', program], {
    env: { ...process.env, GOBIN: PLACE },
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('versitygw is built by Go 1.24 or newer: `go` is needed')
}
