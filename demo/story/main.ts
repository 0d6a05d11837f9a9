/**
 * Plays the demo story through the platform's public doors, each step verified before the next.
 * Its state lies in the home (`demo.json`), where `millrace status` finds it; played steps are not
 * played again. Run by `npm start` on an empty home, and by `npm start -- --retry-demo`.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openHome } from '../../cli/src/home.ts'
import { createStage } from './stage.ts'
import type { Step } from './step.ts'
import { steps } from './steps.ts'

interface Progress {
  state: 'playing' | 'done' | 'failed'
  step: number
  steps: number
  detail: string
  /** What was played, and how long each took. */
  played: { name: string; seconds: number }[]
}

const INTERRUPTION_SECONDS_MAX = 30
const STARTER_MILLISECONDS = 500
const file = join(openHome().path, 'demo.json')

function read(): Progress {
  const fresh: Progress = { state: 'playing', step: 0, steps: steps.length, detail: '', played: [] }
  return existsSync(file) ? { ...fresh, ...JSON.parse(readFileSync(file, 'utf8')) } : fresh
}

function write(progress: Progress): void {
  writeFileSync(`${file}.new`, JSON.stringify(progress), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

const { played } = read()
let now: Progress = { ...read(), state: 'playing', steps: steps.length }
const stage = createStage((text) => {
  const detail = steps[now.step - 1]?.name ?? ''
  write({ ...now, detail: text === '' ? detail : `${detail} (${text})` })
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, leave)
// A start that is killed leaves no player behind: the next one goes on from here.
const starter = process.ppid
setInterval(() => process.ppid === starter || leave(), STARTER_MILLISECONDS).unref()
for (const [index, step] of steps.entries()) {
  if (played.some(({ name }) => name === step.name)) continue
  now = { ...now, step: index + 1, detail: step.name, played }
  write(now)
  await play(step)
}
stage.close()
write({ ...now, state: 'done', step: steps.length, detail: 'played' })

function leave(): void {
  stage.close()
  process.exit(1)
}

/** Ends the process where a step fails. */
async function play({ name, play: perform }: Step): Promise<void> {
  const started = performance.now()
  try {
    await perform(stage)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await interruption(reason)
    write({ ...now, state: 'failed', detail: `${name}: ${reason}` })
    console.error(`  ✗ ${name}: ${reason}`)
    stage.close()
    process.exit(1)
  }
  const seconds = (performance.now() - started) / 1000
  played.push({ name, seconds })
  console.log(`  ✓ ${name}  ${seconds.toFixed(1)} s`)
}

/**
 * Whoever stops the platform breaks our connections, and ends this process a moment later. That is
 * no failure: the state stays as it is, and the story goes on at the next start.
 */
async function interruption(reason: string): Promise<void> {
  const broken = /fetch failed|no platform answers|connect|ECONN|socket|closed/i.test(reason)
  if (broken) await sleep(INTERRUPTION_SECONDS_MAX * 1000)
}
