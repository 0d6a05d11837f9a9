/**
 * Plays the demo story through the platform's public doors, each step verified before the next.
 * Its state lies in the home (`demo.json`), where `millrace status` finds it; played steps are not
 * played again. Run by `npm start` on an empty home, and by `npm start -- --retry-demo`.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHome } from '../../cli/src/home.ts'
import { landAgain, landAll, landFirst, landLast } from './ingest.ts'
import { makeLake } from './lake.ts'
import { makeMesh } from './mesh.ts'
import { agree, meetProspect } from './offer.ts'
import { publish } from './publish.ts'
import { grantResearch, refuse, share } from './share.ts'
import { createStage } from './stage.ts'
import type { Step } from './step.ts'

const steps: readonly Step[] = [
  ...[makeMesh, makeLake, meetProspect, agree, landFirst, landAgain, landAll],
  ...[publish, share, refuse, grantResearch, landLast],
]

interface Progress {
  state: 'playing' | 'done' | 'failed'
  step: number
  steps: number
  detail: string
  /** What was played, and how long each took. */
  played: { name: string; seconds: number }[]
}

const file = join(openHome().path, 'demo.json')

function read(): Progress {
  const fresh: Progress = { state: 'playing', step: 0, steps: steps.length, detail: '', played: [] }
  return existsSync(file) ? { ...fresh, ...JSON.parse(readFileSync(file, 'utf8')) } : fresh
}

function write(progress: Progress): void {
  writeFileSync(`${file}.new`, JSON.stringify(progress), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

const played = read().played
const stage = createStage()
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    stage.close()
    process.exit(1)
  })
for (const [index, { name, play }] of steps.entries()) {
  if (index < played.length) continue
  const here = { step: index + 1, steps: steps.length, detail: name, played }
  write({ ...here, state: 'playing' })
  const started = performance.now()
  try {
    await play(stage)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    write({ ...here, state: 'failed', detail: `${name}: ${reason}` })
    console.error(`  ✗ ${name}: ${reason}`)
    stage.close()
    process.exit(1)
  }
  const seconds = (performance.now() - started) / 1000
  played.push({ name, seconds })
  console.log(`  ✓ ${name}  ${seconds.toFixed(1)} s`)
}
stage.close()
write({ state: 'done', step: steps.length, steps: steps.length, detail: 'played', played })
