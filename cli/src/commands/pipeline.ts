import { callApi, profileToken } from '../api.ts'
import type { Home } from '../home.ts'

interface Page {
  items: Record<string, unknown>[]
}

interface LogPage {
  lines: { text: string }[]
  next: string
  finished: boolean
}

const LOG_EVERY_MS = 1000

async function ask(home: Home, profile: string, path: string): Promise<unknown> {
  const token = await profileToken(home, profile)
  return callApi(home, { method: 'GET', path, token })
}

export async function listPipelines(home: Home, profile: string): Promise<unknown> {
  const { items } = (await ask(home, profile, '/pipelines')) as Page
  return items
}

export function showPipeline(home: Home, profile: string, name: string): Promise<unknown> {
  return ask(home, profile, `/pipelines/${encodeURIComponent(name)}`)
}

/** Starts what is due, or the named slices. */
export async function startRun(
  home: Home,
  profile: string,
  { pipeline, slices }: { pipeline: string; slices: string[] },
): Promise<unknown> {
  const token = await profileToken(home, profile)
  const path = `/pipelines/${encodeURIComponent(pipeline)}/runs`
  const body = slices.length > 0 ? { slices } : {}
  return callApi(home, { method: 'POST', path, token, body })
}

export async function listRuns(home: Home, profile: string, pipeline: string): Promise<unknown> {
  const path = `/pipelines/${encodeURIComponent(pipeline)}/runs`
  const { items } = (await ask(home, profile, path)) as Page
  return items
}

export function showRun(home: Home, profile: string, id: string): Promise<unknown> {
  return ask(home, profile, `/runs/${encodeURIComponent(id)}`)
}

/** Prints what a run has printed; with `follow` until it has ended. */
export async function showRunLogs(
  home: Home,
  profile: string,
  { id, follow }: { id: string; follow: boolean },
): Promise<void> {
  let after = '0'
  for (;;) {
    const path = `/runs/${encodeURIComponent(id)}/log?after=${after}`
    const page = (await ask(home, profile, path)) as LogPage
    for (const { text } of page.lines) console.log(text)
    if (!follow || page.finished) return
    after = page.next
    await new Promise((passed) => setTimeout(passed, LOG_EVERY_MS))
  }
}
