import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
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
  /** True where there is something to play. */
  readonly due: boolean
  stop(): void
}

/**
 * The story of the demo as a process of its own. It plays on an empty home, goes on where it was
 * interrupted, and after a failure only when asked to.
 */
export function openDemo(
  home: Home,
  options: { root: string; empty: boolean; retry: boolean; beside?: boolean },
): Demo {
  const { root } = options
  const file = join(home.path, 'demo.json')
  const progress = () => (existsSync(file) ? read(file) : undefined)
  const before = progress()
  const due = isDue(before, { ...options, fresh: !existsSync(join(home.path, 'config.json')) })
  // Written before the server answers, so that its first answer already says so.
  if (due) {
    mkdirSync(home.path, { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, JSON.stringify({ ...before, state: 'playing' }), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  let child: ChildProcess | undefined
  return {
    progress,
    due,
    onStage: due || before !== undefined,
    stop: () => {
      child?.kill('SIGTERM')
    },
    play: async () => {
      if (!due) return
      child = spawn(process.execPath, [join(root, 'demo/story/main.ts')], {
        cwd: root,
        env: { ...process.env, NODE_EXTRA_CA_CERTS: join(home.path, 'ca/bundle.pem') },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      await new Promise((settle) => child?.once('exit', settle))
    },
  }
}

/** One that was cut off is of a demo that was interrupted as it began. */
function read(file: string): Progress {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Progress
  } catch {
    return { state: 'playing' }
  }
}

/** `beside` a running platform only what failed is: that one was let reach the demo’s vendor. */
function isDue(
  before: Progress | undefined,
  given: { empty: boolean; retry: boolean; fresh: boolean; beside?: boolean },
): boolean {
  if (given.beside) return given.retry && before?.state === 'failed'
  const resumes = before?.state === 'playing' || (given.retry && before?.state !== 'done')
  return !given.empty && (given.fresh || resumes)
}
