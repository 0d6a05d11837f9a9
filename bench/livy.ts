import { setTimeout as sleep } from 'node:timers/promises'
import { readProfile } from '../cli/src/profiles.ts'
import { type Figure, median, type Scenario, timed } from './scenario.ts'

const POLL_MILLISECONDS = 5
const WAIT_SECONDS_MAX = 120

/** A session from the warm pool, a trivial statement and a first Spark job, as clients see them. */
export const measureLivy: Scenario = async ({ environment, url }) => {
  const { accessKeyId, secretAccessKey } = readProfile(
    environment.MILLRACE_HOME ?? '',
    'governance-admin',
  )
  const basic = Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64')
  const livy = async (path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    return (await fetch(`${url}/livy${path}`, init)).json() as Promise<Record<string, unknown>>
  }
  const until = async (path: string, states: string[]) => {
    const deadline = Date.now() + WAIT_SECONDS_MAX * 1000
    while (!states.includes(String((await livy(path)).state))) {
      if (Date.now() > deadline) throw new RangeError(`${path} did not get to ${states}`)
      await sleep(POLL_MILLISECONDS)
    }
  }
  await engineReady(url)
  const figures: Figure[] = []
  let session: unknown
  const [start = Number.NaN] = await timed(1, async () => {
    session = (await livy('/sessions', { kind: 'pyspark' })).id
    await until(`/sessions/${session}`, ['idle'])
  })
  figures.push({ scenario: 'livy session from the warm pool', figure: start, unit: 'ms' })
  const statement = (code: string) => async () => {
    const { id } = await livy(`/sessions/${session}/statements`, { code })
    await until(`/sessions/${session}/statements/${id}`, ['available', 'error'])
  }
  await timed(5, statement('1+1'))
  const trips = await timed(50, statement('1+1'))
  figures.push({ scenario: 'livy statement 1+1, median', figure: median(trips), unit: 'ms' })
  const [first = Number.NaN] = await timed(1, statement('spark.range(10).count()'))
  figures.push({ scenario: 'livy first spark.range(10).count()', figure: first, unit: 'ms' })
  await livy(`/sessions/${session}`, undefined, 'DELETE')
  return figures
}

async function engineReady(url: string): Promise<void> {
  const deadline = Date.now() + WAIT_SECONDS_MAX * 1000
  for (;;) {
    const status = (await (await fetch(`${url}/api/v1/status`)).json()) as {
      engine: { state: string; detail: string }
    }
    if (status.engine.state === 'ready') return
    if (Date.now() > deadline) throw new RangeError(`the engine is ${status.engine.detail}`)
    await sleep(500)
  }
}
