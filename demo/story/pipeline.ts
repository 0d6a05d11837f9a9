import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NewPipeline, PipelineDetail, Run, RunDetail } from '@millrace/contract'
import { openHome } from '../../cli/src/home.ts'
import { accounts, PIPELINE_ROLE } from './names.ts'
import type { Portal } from './portal.ts'
import { openRepository } from './repository.ts'
import { until, verify } from './verify.ts'

export const PIPELINE = 'hourly-delay'
export const FEATURE = { database: 'features', table: 'hourly_delay' } as const
const DEMO = join(import.meta.dirname, '..')
const SCRIPT = 'pipelines/hourly_delay.py'
const RUN_SECONDS_MAX = 900
const account = accounts.governance

/** What quant developed lies in a repository; a promoted script is one commit of it. */
export function commitScript(): { path: string; commit: string; text: string } {
  const repository = openRepository(join(openHome().path, 'demo/research.git'))
  const paths = [SCRIPT, 'notebooks/delays.py', 'notebooks/connect.py', 'notebooks/feature.py']
  const files = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(DEMO, path), 'utf8')]),
  )
  const author = { name: 'quant', email: 'quant@equities.example', at: new Date() }
  const message = 'Hourly delay by airport and listed carrier'
  const commit = repository.commit({ files, message, author })
  return { path: SCRIPT, commit, text: repository.read(commit, SCRIPT) ?? '' }
}

export function pipelineOf(script: NewPipeline['script']): NewPipeline {
  const days = `day BETWEEN date '{slice}' AND date '{last}'`
  const from = `FROM features.hourly_delay WHERE ${days}`
  return {
    ...{ name: PIPELINE, role: PIPELINE_ROLE, script, slicing: 'day', trigger: 'new-data' },
    description: 'Delay by hour, airport and the listed company behind the carrier at that time.',
    owner: 'altdata-producer',
    inputs: [
      { account, database: 'mobility', table: 'flights' },
      { account, database: 'market', table: 'carriers_listed' },
    ],
    output: { account, ...FEATURE },
    checks: [
      { name: 'some rows', sql: `SELECT count(*) AS rows ${from} HAVING count(*) = 0` },
      {
        name: 'one row for each key',
        sql: `SELECT hour, airport, ticker ${from} GROUP BY ALL HAVING count(*) > 1`,
      },
      {
        name: 'known airports',
        sql: `SELECT airport ${from} AND airport NOT IN ('EWR','JFK','LGA')`,
      },
    ],
    deadline: { time: '08:00', zone: 'America/New_York', days: 1, from: 'arrival' },
    ...{ targets: [], attemptsMax: 3, timeoutMinutes: 30 },
    caps: { vcpu: 2, memoryGb: 4, diskGb: 10 },
    feature: {
      name: 'hourly delay by airport and listed carrier',
      key: ['hour', 'airport', 'ticker'],
      unit: 'minutes',
      refresh: 'daily, when the day before has landed',
    },
  }
}

export async function findPipeline(portal: Portal): Promise<PipelineDetail | undefined> {
  const { items } = await portal('listPipelines', {})
  if (!items.some(({ name }) => name === PIPELINE)) return undefined
  return await portal('getPipeline', { id: PIPELINE })
}

/** Runs of the pipeline, the newest first. */
export async function runsOf(portal: Portal): Promise<Run[]> {
  return (await portal('listRuns', { id: PIPELINE })).items
}

/** Waits for the end of a run. @throws with the end of its log, unless it succeeded */
export async function awaitRun(portal: Portal, id: string): Promise<RunDetail> {
  const ended = await until(
    'the end of the run',
    async () => {
      const run = await portal('getRun', { id })
      return run.endedAt === undefined ? undefined : run
    },
    { seconds: RUN_SECONDS_MAX },
  )
  if (ended.state !== 'succeeded') {
    const { lines } = await portal('getRunLog', { id })
    const last = lines.slice(-6).map(({ text }) => text)
    verify(false, `a run that succeeds: ${ended.error}: ${last.join(' | ')}`)
  }
  return ended
}
