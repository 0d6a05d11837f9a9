/**
 * Measures the kernel alone, then a platform of its own once its drivers stand by, one scenario
 * after the other, and writes the figures with the machine that they were taken on to
 * `bench/results/`. Arguments name scenarios; none means all.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { ROOT, startPlatform, untilWarm } from '../tools/test/platform.ts'
import { measureCatalog } from './catalog.ts'
import { measureCatalogBeside } from './catalog-beside.ts'
import { measureCatalogGrowth } from './catalog-growth.ts'
import { measureGovernance } from './governance.ts'
import { measureIngestion } from './ingestion.ts'
import { measureLivy } from './livy.ts'
import { measurePipelines } from './pipelines.ts'
import { measureProjectionCurve } from './projection-curve.ts'
import { measureProjections } from './projections.ts'
import { measureReports } from './reports.ts'
import { measureS3 } from './s3.ts'
import { measureS3Beside } from './s3-beside.ts'
import { measureS3Growth } from './s3-growth.ts'
import type { Figure, Scenario } from './scenario.ts'

/** What needs no platform, and would be disturbed by one. */
const alone: Readonly<Record<string, () => Promise<Figure[]>>> = {
  governance: measureGovernance,
  'projection-curve': measureProjectionCurve,
}

const scenarios: Readonly<Record<string, Scenario>> = {
  s3: measureS3,
  's3-beside': measureS3Beside,
  's3-growth': measureS3Growth,
  livy: measureLivy,
  pipelines: measurePipelines,
  catalog: measureCatalog,
  'catalog-beside': measureCatalogBeside,
  'catalog-growth': measureCatalogGrowth,
  projections: measureProjections,
  ingestion: measureIngestion,
  reports: measureReports,
}

const known = [...Object.keys(alone), ...Object.keys(scenarios)]
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known
const unknown = wanted.find((name) => !known.includes(name))
if (unknown !== undefined) {
  console.error(`no scenario "${unknown}"; there are: ${known.join(', ')}`)
  process.exit(2)
}
const startedAt = new Date()
const loadBefore = loadavg()[0]
const figures: Figure[] = []
for (const name of wanted) keep((await alone[name]?.()) ?? [])
const joined = wanted.flatMap((name) => scenarios[name] ?? [])
if (joined.length > 0) {
  await using platform = await startPlatform()
  await untilWarm(platform)
  for (const scenario of joined) keep(await scenario(platform))
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: availableParallelism(),
  memoryGib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  loadBefore,
}
const results = join(ROOT, 'bench/results')
mkdirSync(results, { recursive: true })
const file = join(results, `${startedAt.toISOString().slice(0, 16).replace(':', '')}.json`)
writeFileSync(file, `${JSON.stringify({ startedAt, machine, figures }, null, 2)}\n`)
console.log(`written to ${file.slice(ROOT.length + 1)}`)

function keep(taken: readonly Figure[]): void {
  for (const one of taken) {
    figures.push(one)
    console.log(`${one.scenario.padEnd(44)} ${one.figure.toFixed(1)} ${one.unit}`)
  }
}
