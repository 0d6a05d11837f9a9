import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from '../../cli/src/home.ts'

/** What the story leaves in the home while it plays, and `millrace status` shows. */
export interface Progress {
  state: 'playing' | 'done' | 'failed'
  detail?: string
  played?: { name: string; seconds: number }[]
}

export interface Demo {
  /** Plays to the end, or as far as it goes; it says itself what failed. */
  play(): Promise<void>
  progress(): Progress | undefined
  /** True where the story has begun: its vendor is on this host. */
  readonly onStage: boolean
  stop(): void
}

/**
 * The story of the demo as a process of its own. It plays on an empty home, goes on where it was
 * interrupted, and after a failure only when asked to.
 */
export function openDemo(
  home: Home,
  { root, empty, retry }: { root: string; empty: boolean; retry: boolean },
): Demo {
  const file = join(home.path, 'demo.json')
  const progress = () =>
    existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Progress) : undefined
  const before = progress()
  const fresh = !existsSync(join(home.path, 'config.json'))
  const resumes = before?.state === 'playing' || (retry && before?.state !== 'done')
  const plays = !empty && (fresh || resumes)
  // Written before the server answers, so that its first answer already says so.
  if (plays) {
    mkdirSync(home.path, { recursive: true, mode: 0o700 })
    writeFileSync(file, JSON.stringify({ ...before, state: 'playing' }), { mode: 0o600 })
  }
  let child: ChildProcess | undefined
  return {
    progress,
    onStage: plays || before !== undefined,
    stop: () => {
      child?.kill('SIGTERM')
    },
    play: async () => {
      if (!plays) return
      child = spawn(process.execPath, [join(root, 'demo/story/main.ts')], {
        cwd: root,
        env: { ...process.env, NODE_EXTRA_CA_CERTS: join(home.path, 'ca/bundle.pem') },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      await new Promise((settle) => child?.once('exit', settle))
    },
  }
}
