/**
 * Measures a platform of its own, one scenario after the other, and writes the figures with the
 * machine that they were taken on to `bench/results/`. Arguments name scenarios; none means all.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { ROOT, startPlatform } from '../tools/test/platform.ts'
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

const scenarios: Readonly<Record<string, Scenario>> = {
  s3: measureS3,
  's3-beside': measureS3Beside,
  's3-growth': measureS3Growth,
  livy: measureLivy,
  pipelines: measurePipelines,
  catalog: measureCatalog,
  'catalog-beside': measureCatalogBeside,
  'catalog-growth': measureCatalogGrowth,
  governance: measureGovernance,
  projections: measureProjections,
  'projection-curve': measureProjectionCurve,
  ingestion: measureIngestion,
  reports: measureReports,
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenarios)
const startedAt = new Date()
const loadBefore = loadavg()[0]
const figures: Figure[] = []
{
  await using platform = await startPlatform()
  for (const name of wanted) {
    const scenario = scenarios[name]
    if (!scenario) {
      console.error(`no scenario "${name}"; there are: ${Object.keys(scenarios).join(', ')}`)
      process.exit(2)
    }
    for (const figure of await scenario(platform)) {
      figures.push(figure)
      console.log(`${figure.scenario.padEnd(44)} ${figure.figure.toFixed(1)} ${figure.unit}`)
    }
  }
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
