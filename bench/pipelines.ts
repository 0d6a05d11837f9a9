import { setTimeout as sleep } from 'node:timers/promises'
import { CreateDatabaseCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import type { RunDetail, RunLog } from '@millrace/contract'
import { profileToken } from '../cli/src/api.ts'
import { openHome } from '../cli/src/home.ts'
import { readProfile } from '../cli/src/profiles.ts'
import { fullPool } from './livy.ts'
import { median, type Scenario } from './scenario.ts'

const RUNS = 5
const POLL_MILLISECONDS = 20
const WAIT_SECONDS_MAX = 150
/** Says how long it took itself; everything else of a run is the platform's. */
const SCRIPT = `
import sys, time
started = time.time()
day = sys.argv[sys.argv.index('--slice') + 1]
spark.sql('create table if not exists own.bench_runs.days (day date, n bigint) using iceberg')
spark.sql(f"insert into own.bench_runs.days select date '{day}', id from range(1000)")
print('own seconds', time.time() - started)
`

/** From "run now" to "succeeded", less what the script took itself. */
export const measurePipelines: Scenario = async ({ environment, url }) => {
  const home = { ...openHome(), path: environment.MILLRACE_HOME ?? '', url, known: true }
  const profile = readProfile(home.path, 'governance-admin')
  const token = await profileToken(home, profile.name)
  const api = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await fetch(`${url}/api/v1${path}`, init)
    if (!response.ok) throw new RangeError(`${path} answered ${await response.text()}`)
    return (await response.json()) as Record<string, unknown>
  }
  await createPipeline({ url, profile, api })
  const overheads: number[] = []
  for (let day = 1; day <= RUNS; day += 1) {
    await fullPool(url)
    const started = performance.now()
    const { id } = await api('POST', '/pipelines/bench-runs/runs', { slices: [`2013-01-0${day}`] })
    const run = await ended(async () => (await api('GET', `/runs/${id}`)) as unknown as RunDetail)
    const seconds = (performance.now() - started) / 1000
    if (run.state !== 'succeeded') throw new RangeError(`the run ${run.state}: ${run.error}`)
    const { lines } = (await api('GET', `/runs/${id}/log`)) as unknown as RunLog
    const own = lines.map(({ text }) => /^own seconds ([\d.]+)/.exec(text)?.[1]).find(Boolean)
    overheads.push(seconds - Number(own))
  }
  overheads.sort((one, other) => one - other)
  const figure = median(overheads)
  return [{ scenario: 'pipeline run over the script\u2019s own time, median', figure, unit: 's' }]
}

async function ended(ask: () => Promise<RunDetail>): Promise<RunDetail> {
  const deadline = Date.now() + WAIT_SECONDS_MAX * 1000
  for (;;) {
    const run = await ask()
    if (['succeeded', 'failed', 'cancelled'].includes(run.state)) return run
    if (Date.now() > deadline) throw new RangeError(`run ${run.id} is ${run.state}`)
    await sleep(POLL_MILLISECONDS)
  }
}

async function createPipeline({
  url,
  profile,
  api,
}: {
  url: string
  profile: { accountId: string; accessKeyId: string; secretAccessKey: string }
  api(method: string, path: string, body: object): Promise<unknown>
}): Promise<void> {
  const client = { endpoint: url, region: 'us-east-1', credentials: profile }
  const iam = new IAMClient(client)
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
  const trust = { Principal: { Service: 'emr-serverless.amazonaws.com' }, Action: 'sts:AssumeRole' }
  const name = { RoleName: 'bench-runs' }
  await iam.send(new CreateRoleCommand({ ...name, AssumeRolePolicyDocument: document(trust) }))
  const may = document({ Action: ['glue:*', 's3:*'], Resource: '*' })
  await iam.send(new PutRolePolicyCommand({ ...name, PolicyName: 'own', PolicyDocument: may }))
  await new GlueClient(client).send(
    new CreateDatabaseCommand({ DatabaseInput: { Name: 'bench_runs' } }),
  )
  await api('POST', '/pipelines', {
    name: 'bench-runs',
    role: `arn:aws:iam::${profile.accountId}:role/bench-runs`,
    owner: 'bench@example.test',
    script: { path: 'days.py', commit: 'abcdef0', text: SCRIPT },
    slicing: 'day',
    inputs: [],
    output: { account: profile.accountId, database: 'bench_runs', table: 'days' },
    trigger: 'manual',
    attemptsMax: 1,
    checks: [],
    caps: { vcpu: 4, memoryGb: 8, diskGb: 20 },
  })
}
