import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const START_SECONDS_MAX = 120

/** A server that is not ours on a directory of its own, ended and removed when disposed of. */
export async function startPeer(of: {
  command: string
  args: (directory: string) => string[]
  environment: (directory: string) => Record<string, string>
  /** Any answer at all means that it is up. */
  url: string
}): Promise<AsyncDisposable> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-peer-'))
  const child = spawn(of.command, of.args(directory), {
    cwd: directory,
    env: { ...process.env, ...of.environment(directory) },
    stdio: 'ignore',
  })
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
  const failed = new Promise<never>((_, fail) => child.once('error', fail))
  failed.catch(() => undefined)
  const deadline = Date.now() + START_SECONDS_MAX * 1000
  while (!(await Promise.race([failed, answers(of.url)]))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`"${of.command}" did not start`)
    await sleep(200)
  }
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}
